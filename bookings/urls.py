"""Booking, and what one has booked."""

from django.urls import path

from bookings.views.book import book
from bookings.views.booking import booking, calendar_file, pass_file
from bookings.views.cancel import cancel
from bookings.views.offer import offer
from bookings.views.own_calendar import calendar_link, feed
from bookings.views.series import series
from bookings.views.visit import visit
from bookings.views.wait import wait

app_name = "bookings"
urlpatterns = [
    path("facilities/<slug:slug>/book/", book, name="book"),
    path("facilities/<slug:slug>/book/series/", series, name="series"),
    path("bookings/calendar/", calendar_link, name="calendar_link"),
    path("bookings/calendar/<str:token>.ics", feed, name="feed"),
    path("bookings/<reference:reference>/", booking, name="booking"),
    path("bookings/<reference:reference>/cancel/", cancel, name="cancel"),
    path("bookings/<reference:reference>/visits/<int:number>/", visit, name="visit"),
    path("bookings/<reference:reference>/pass.pdf", pass_file, name="pass"),
    path("bookings/<reference:reference>/booking.ics", calendar_file, name="calendar"),
    path("waiting/<reference:reference>/", wait, name="wait"),
    path("offers/<reference:reference>/", offer, name="offer"),
]
