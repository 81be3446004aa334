"""Bookings and their visits, waiting lists, suspensions set by hand, addresses of calendars."""

from bookings.models.booking import Booking, Contact, Record, Visit
from bookings.models.calendar_link import CalendarLink
from bookings.models.queue import Move, Offer, Wait
from bookings.models.suspension import Suspension

__all__ = [
    "Booking",
    "CalendarLink",
    "Contact",
    "Move",
    "Offer",
    "Record",
    "Suspension",
    "Visit",
    "Wait",
]
