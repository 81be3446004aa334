"""What is typed to book: a room for a time, or places in a session."""

from bookings.forms.contact import ContactForm
from bookings.forms.places import FamilyForm, PeopleForm, PlacesForm, places_form
from bookings.forms.room import BookForm

__all__ = ["BookForm", "ContactForm", "FamilyForm", "PeopleForm", "PlacesForm", "places_form"]
