"""Bookings and their visits, waiting lists, and suspensions set by hand."""

from bookings.models.booking import Booking, Contact, Record, Visit
from bookings.models.queue import Move, Offer, Wait
from bookings.models.suspension import Suspension

__all__ = ["Booking", "Contact", "Move", "Offer", "Record", "Suspension", "Visit", "Wait"]
