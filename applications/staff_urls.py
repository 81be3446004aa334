"""The officers' inbox: applications to decide."""

from django.urls import path

from applications.views.charge import charge
from applications.views.inbox import applications
from applications.views.review import application

app_name = "review"
urlpatterns = [
    path("review/", applications, name="inbox"),
    path("review/applications/<reference:reference>/", application, name="application"),
    path("review/applications/<reference:reference>/charge/", charge, name="charge"),
]
