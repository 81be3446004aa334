"""The pages for who works here: the front desk, and the officers' inbox."""

from django.urls import path

from bookings.views.closing import close
from bookings.views.desk import desk, session
from bookings.views.review import missed, review
from bookings.views.timetable import timetable, timetables

app_name = "staff"
urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/sessions/<reference:reference>/", session, name="session"),
    path("review/requests/", review, name="review"),
    path("review/absences/", missed, name="absences"),
    path("review/closures/new/", close, name="close"),
    path("review/timetables/", timetables, name="timetables"),
    path("review/facilities/<slug:slug>/timetable/", timetable, name="timetable"),
]
