"""What is typed by who works here: at the door, in the waiting list, to decide, close, retime.

The forms read; what speaks against a step, its verb says.
"""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.places import PARTY_FIELDS, FamilyForm, PeopleForm, family_in
from bookings.preview import SENSIBLE
from facilities.models import Facility, Policy
from facilities.models.policies import PartyKind
from facilities.parties import Party
from lib import clock
from lib.printable import LineField
from lib.references import LENGTH
from lib.spans import Span


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[_can_be_meant], **more)


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


def _can_be_meant(day: dt.date) -> None:
    """A slip in the year is no day that anybody means; all others the verbs judge."""
    if abs(day - clock.today()) > SENSIBLE:
        raise forms.ValidationError(_("Choose a day within a year from today."), code="day")


def _reason(label: Any, **more: Any) -> LineField:
    return LineField(label=label, max_length=200, **more)


class DayForm(forms.Form):
    """Which day; today where none is said."""

    day = _day(_("Day"), required=False)

    def clean_day(self) -> dt.date:
        return self.cleaned_data["day"] or clock.today()


class VisitForm(forms.Form):
    """A visit, named by what is not secret of it; nothing of it is typed."""

    booking = forms.CharField(max_length=LENGTH)
    number = forms.IntegerField(min_value=1, max_value=1000)


class DoorForm(forms.Form):
    """A party that simply came. A second press of the same form lets nobody in twice."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def party(self) -> Party:
        """Who stands at the door."""
        raise NotImplementedError


class PeopleAtTheDoor(DoorForm):
    """So many people."""

    people = forms.IntegerField(
        label=_("People"),
        min_value=-1_000_000,
        max_value=1_000_000,
        widget=PeopleForm.base_fields["people"].widget,
    )

    def party(self) -> Party:
        return Party(self.cleaned_data["people"])


class FamilyAtTheDoor(DoorForm):
    """Grown-ups and children by age, asked as in the form of citizens."""

    guardians, children_0_2, children_3_5, children_6_12 = (
        FamilyForm.base_fields[name] for name in PARTY_FIELDS
    )

    def party(self) -> Party:
        return family_in(self.cleaned_data)


def door_form(policy: Policy) -> type[DoorForm]:
    """The form of a policy."""
    return FamilyAtTheDoor if policy.party == PartyKind.FAMILY else PeopleAtTheDoor


class ReasonForm(forms.Form):
    """Why. It is kept with what is done."""

    why = _reason(_("Reason"))


class MoveForm(ReasonForm):
    """Another place in a waiting list."""

    position = forms.IntegerField(
        label=_("New place"),
        min_value=-1_000_000,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1}),
    )
    field_order = ("position", "why")


class ClosureForm(forms.Form):
    """What is closed, from when until when, and why: shown on the page of the facility."""

    facility = forms.ModelChoiceField(
        label=_("Facility"),
        queryset=Facility.objects.filter(is_published=True),
        to_field_name="slug",
        empty_label=_("Choose one"),
    )
    first_day = _day(_("From the day"))
    first_time = _time(_("From"))
    last_day = _day(_("To the day"))
    last_time = _time(_("Until"))
    reason_ko = _reason(
        _("Reason in Korean"), help_text=_("Everybody reads it: no names, no phone numbers.")
    )
    reason_en = _reason(_("Reason in English"), required=False)

    def clean(self) -> dict[str, Any]:
        """An end after the start."""
        given = self.cleaned_data
        if {"first_day", "first_time", "last_day", "last_time"} <= given.keys():
            starts_at = clock.seoul(given["first_day"], given["first_time"])
            ends_at = clock.seoul(given["last_day"], given["last_time"])
            if ends_at <= starts_at:
                self.add_error("last_time", _("The end must come after the start."))
            else:
                given["span"] = Span(starts_at, ends_at)
        return given


class TimetableForm(forms.Form):
    """The lines of a timetable, from which day on, perhaps until which, and why."""

    lines = forms.CharField(
        label=_("New timetable"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "One line for each session: days, times, places to book + places at the door. "
            "For example: Tue-Sat 10:00-12:00 7+7"
        ),
    )
    first = _day(_("First day"), help_text=_("Tomorrow at the earliest."))
    last = _day(
        _("Last day"), required=False, help_text=_("Empty: for good. After it the old one returns.")
    )
    why = _reason(
        _("Reason"),
        help_text=_(
            "Who is hit by it reads it in their letter. It is not translated: all read it as it is."
        ),
    )


class SeenForm(forms.Form):
    """The bookings that were shown before a button was pressed."""

    seen = forms.CharField(required=False, max_length=1_000_000)

    def references(self) -> frozenset[str]:
        """Their references; what is not readable was not seen."""
        return frozenset(self.cleaned_data["seen"].split()) if self.is_valid() else frozenset()
