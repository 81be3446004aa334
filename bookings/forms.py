"""The booking form. It reads; whether the booking may be made, the verb says."""

import datetime as dt
import unicodedata
import uuid
from typing import Any

from django import forms
from django.forms.renderers import Jinja2
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.preview import LONGEST_MINUTES, SENSIBLE
from bookings.reserve import Asked, Request
from facilities.catalogue import Listing
from facilities.forms import length_choices
from lib import clock, formats
from lib.spans import Span

# They turn the direction of what follows: a text would read otherwise than it is.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def no_control_signs(text: str) -> None:
    """Refuse line ends and signs that nobody can see: they would print as something else."""
    unseen = {"Cc", "Cs", "Zl", "Zp"}
    if any(sign in TURNING or unicodedata.category(sign) in unseen for sign in text):
        raise forms.ValidationError(_("Remove the signs that cannot be printed."), code="signs")


class LineField(forms.CharField):
    """One line of printable text."""

    default_validators = [no_control_signs]


class BookForm(forms.Form):
    """One visit to one facility."""

    # A rush sends this page back to all but a few: Jinja2 writes its fields in half the time,
    # if it may keep what it compiled: one for all forms.
    default_renderer = Jinja2()

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
    name = LineField(
        label=_("Name"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

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

    def clean_phone(self) -> str:
        try:
            return formats.phone_digits(self.cleaned_data["phone"])
        except ValueError:
            raise forms.ValidationError(
                _("Give a phone number like 010-0000-0000."), code="phone"
            ) from None

    def keep_key(self) -> None:
        """A form whose key was lost or forged gets one, so that it can be sent again."""
        if "key" in self.errors:
            del self.errors["key"]
            self.add_error(None, _("This form was no longer complete. Please send it again."))
            self.fresh_key()

    def fresh_key(self) -> None:
        """Let the next press of the button be a new one."""
        self.data = dict(self.data.items()) | {"key": str(uuid.uuid4())}

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
