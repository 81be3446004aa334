"""The form of a series: when it begins, how often, how many times. And what is chosen of it."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.asking import Asked, Request
from bookings.forms.room import BookForm
from bookings.preview import LONGEST_MINUTES
from facilities.recurring import Every, Rule, days_of
from lib.spans import Span

MOST_TIMES = 53  # every week of a year

EVERY = [
    (Every.WEEK, _("Every week")),
    (Every.TWO_WEEKS, _("Every two weeks")),
    (Every.MONTH_WEEKDAY, _("Every month on the same weekday, like the second Saturday")),
    (Every.MONTH_LAST, _("Every month on the last such weekday, like the last Friday")),
    (Every.MONTH_DAY, _("Every month on the same date")),
]


class SeriesForm(BookForm):
    """Many visits to one facility, at the same time of day."""

    every = forms.ChoiceField(label=_("How often"), choices=EVERY)
    times = forms.IntegerField(
        label=_("How many times"),
        required=False,
        min_value=1,
        max_value=MOST_TIMES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    until = forms.DateField(
        label=_("Or until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("If you give both, the earlier counts."),
    )

    def clean(self) -> dict[str, Any]:
        """It has an end, and at least one day before it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data.get("times") is None and data.get("until") is None:
            self.add_error(
                "times", forms.ValidationError(_("Say how many times, or until when."), code="end")
            )
        elif not self.days():
            self.add_error(
                "until",
                forms.ValidationError(_("The last day lies before the first."), code="until"),
            )
        return data

    def days(self) -> list[dt.date]:
        """The days of the series."""
        data = self.cleaned_data
        rule = Rule(Every(data["every"]), data["date"], data["times"], data["until"])
        return days_of(rule, MOST_TIMES)

    def visits(self) -> tuple[Asked, ...]:
        """All that is asked for."""
        first, people = self.span(), self.cleaned_data["people"]
        begins = self.cleaned_data["date"]
        return tuple(
            Asked(
                self.listing.facility.slug,
                Span(first.starts_at + (day - begins), first.ends_at + (day - begins)),
                people,
            )
            for day in self.days()
        )

    def request_of(self, person: User, visits: Iterable[Asked]) -> Request:
        """What is booked of it, as the verb takes it."""
        return replace(self.request(person), visits=tuple(visits))


def picked(data: Any, visits: Collection[Asked]) -> list[Asked]:
    """What was ticked on the page of the dates: a date as asked, or the other time shown there.

    What cannot be read was not ticked. Whether it may be booked, the verb says.
    """
    found = (_picked(data, number, asked) for number, asked in enumerate(visits, start=1))
    return [asked for asked in found if asked]


def instead_value(asked: Asked) -> str:
    """Another time as a field of the page carries it."""
    return f"{asked.slug} {asked.span.starts_at.isoformat()} {asked.span.minutes}"


def _picked(data: Any, number: int, asked: Asked) -> Asked | None:
    pick = data.get(f"pick-{number}", "")
    if pick in {"", "asked"}:
        return asked if pick else None
    try:
        slug, starts_at, minutes = pick.split(" ")
        begins, length = dt.datetime.fromisoformat(starts_at), int(minutes)
        if begins.tzinfo is None or not 0 < length <= LONGEST_MINUTES:
            return None
        span = Span(begins, begins + dt.timedelta(minutes=length))
    except (ValueError, OverflowError):
        return None
    is_near = abs(span.starts_at - asked.span.starts_at) < dt.timedelta(days=1)
    return replace(asked, slug=slug, span=span) if is_near else None
