"""The form that books a room for a time. It reads; whether it may be booked, the verb says."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.asking import Asked, Request
from bookings.forms.contact import ContactForm
from bookings.preview import LONGEST_MINUTES, SENSIBLE
from facilities.catalogue import Listing
from facilities.forms import length_choices
from lib import clock
from lib.printable import LineField
from lib.spans import Span


class BookForm(ContactForm):
    """One visit to one facility."""

    date = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("For"), min_value=1, max_value=LONGEST_MINUTES)
    people = forms.IntegerField(
        label=_("People"),
        min_value=-1_000_000,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("How many will come, yourself included."),
    )
    purpose = LineField(
        label=_("What for"), max_length=200, help_text=_("For example: reading circle.")
    )
    group_name = LineField(
        label=_("Group"), max_length=100, required=False, help_text=_("If you come as a group.")
    )

    def __init__(self, listing: Listing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listing = listing
        policy = listing.policy_on(clock.today())
        if policy:
            lengths = {*range(policy.min_minutes, policy.max_minutes + 1, policy.step_minutes)}
            choices = length_choices(sorted(lengths | self._asked_minutes()))
            self.fields["minutes"].widget = forms.Select(choices=choices)
            self.fields["start"].widget.attrs["step"] = policy.step_minutes * 60
        # What the arrows of the field offer. What is typed beyond, the rules refuse in words.
        self.fields["people"].widget.attrs["min"] = 1
        if listing.facility.capacity:
            self.fields["people"].widget.attrs["max"] = listing.facility.capacity

    def _asked_minutes(self) -> set[int]:
        """The length in the address or the answer: it comes back as it was, allowed or not."""
        text = str(self["minutes"].value())
        minutes = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
        return {minutes} if 0 < minutes <= LONGEST_MINUTES else set()

    def clean_date(self) -> dt.date:
        """A day that lies near enough to be meant; whether it can be booked, the rules say."""
        day: dt.date = self.cleaned_data["date"]
        if abs(day - clock.today()) > SENSIBLE:
            raise forms.ValidationError(_("Choose a day within the next year."), code="date")
        return day

    def span(self) -> Span:
        """The time asked for."""
        starts_at = clock.seoul(self.cleaned_data["date"], self.cleaned_data["start"])
        return Span(starts_at, starts_at + dt.timedelta(minutes=self.cleaned_data["minutes"]))

    def request(self, person: User) -> Request:
        """What is asked for, as the verb takes it.

        Letters go to the person's own confirmed address: a form that sends them anywhere else
        would let anybody write to anybody in the city's name.
        """
        data = self.cleaned_data
        return Request(
            visits=(Asked(self.listing.facility.slug, self.span(), data["people"]),),
            purpose=data["purpose"],
            group_name=data["group_name"],
            contact_name=data["name"],
            phone=data["phone"],
            email=person.email,
        )
