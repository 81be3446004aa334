"""The forms that cancel or move one visit, those from it on, or all."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.changing_scope import Scope
from bookings.models import Visit
from bookings.preview import LONGEST_MINUTES, SENSIBLE
from facilities.catalogue import Listing
from facilities.forms import length_choices
from lib import clock
from lib.spans import Span


class CancelVisitsForm(forms.Form):
    """How much of the series."""

    scope = forms.ChoiceField(
        label=_("What to cancel"),
        choices=Scope,
        initial=Scope.ONE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "cancel_%s", **kwargs})


class MoveVisitsForm(forms.Form):
    """Where to, and how much of the series goes along."""

    facility = forms.ChoiceField(label=_("Room"))
    date = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("For"), min_value=1, max_value=LONGEST_MINUTES)
    scope = forms.ChoiceField(
        label=_("What to move"), choices=Scope, initial=Scope.ONE, widget=forms.RadioSelect
    )

    def __init__(self, listings: Sequence[Listing], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "move_%s", **kwargs})
        rooms = [(item.facility.slug, str(item.facility.name)) for item in listings]
        field = self.fields["facility"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = rooms
        policies = [policy for item in listings if (policy := item.policy_on(clock.today()))]
        lengths = {
            minutes
            for policy in policies
            for minutes in range(policy.min_minutes, policy.max_minutes + 1, policy.step_minutes)
        }
        self.fields["minutes"].widget = forms.Select(
            choices=length_choices(sorted(lengths | self._asked_minutes()))
        )

    def _asked_minutes(self) -> set[int]:
        """The length it has, or that was sent: it comes back as it was, allowed or not."""
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
        """Where this visit goes."""
        starts_at = clock.seoul(self.cleaned_data["date"], self.cleaned_data["start"])
        return Span(starts_at, starts_at + dt.timedelta(minutes=self.cleaned_data["minutes"]))


def as_it_is(visit: Visit) -> dict[str, Any]:
    """What the form of a move begins with."""
    begins = visit.starts_at.astimezone(clock.SEOUL)
    return {
        "facility": visit.facility.slug,
        "date": begins.date(),
        "start": begins.time(),
        "minutes": visit.span.minutes,
        "scope": Scope.ONE,
    }
