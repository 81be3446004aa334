"""A row of the form: which space, when, what it needs around it. It reads; the verbs judge."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.asking import AskedVisit
from applications.forms.fields import number
from facilities.catalogue import Catalogue
from lib import clock
from lib.spans import Span

FARTHEST = dt.timedelta(days=366)


class VisitForm(forms.Form):
    """One row: which space, when, and what it needs around it."""

    facility = forms.ChoiceField(label=_("Space"))
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M"),
    )
    last_day = forms.DateField(
        label=_("Until the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only if it goes on over night, or for days on end."),
    )
    setup_minutes = number(
        _("Set-up before (minutes)"),
        60 * 24,
        required=False,
        help_text=_("What the space needs in any case is added by itself."),
    )
    clearing_minutes = number(_("Clearing after (minutes)"), 60 * 24, required=False)
    people = number(_("People"), 100_000, least=1)

    # Plain attributes of the formset, declared for the types.
    def __init__(self, *args: Any, known: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        choices = {
            item.facility.slug: item.facility.name
            for item in known.listings
            if item.is_applied_for_on(today)
        }
        # What was chosen before stays in sight when it is not on offer any more: the rules say so.
        typed = str(self["facility"].value() or "")
        listing = known.listing(typed)
        choices.setdefault(typed, listing.facility.name if listing else typed)
        choices[""] = gettext("Choose a space")
        self.fields["facility"].choices = sorted(  # type: ignore[attr-defined]
            choices.items(), key=lambda choice: choice[0] != ""
        )

    def clean_day(self) -> dt.date:
        """A day that can be meant; whether it can be had, the rules say."""
        return self._sensible("day")

    def clean_last_day(self) -> dt.date | None:
        """The same, if there is one."""
        return self._sensible("last_day") if self.cleaned_data["last_day"] else None

    def _sensible(self, name: str) -> dt.date:
        day: dt.date = self.cleaned_data[name]
        if abs(day - clock.today()) > FARTHEST:
            raise forms.ValidationError(_("Choose a day within the next year."), code="date")
        return day

    def clean(self) -> dict[str, Any]:
        """The end lies after the start; set-up and clearing go up to a quarter of an hour."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("setup_minutes", "clearing_minutes"):
            minutes = data.get(name)
            if minutes and minutes % 15:
                data[name] = minutes + 15 - minutes % 15
        if {"day", "starts", "ends", "last_day"} <= data.keys() and self.span is None:
            self.add_error(
                "ends",
                _("The end must come after the start. If it ends on another day, give that day."),
            )
        return data

    @property
    def span(self) -> Span | None:
        """The time asked for; None where it ends before it starts."""
        data = self.cleaned_data
        if not {"day", "starts", "ends"} <= data.keys():
            return None
        starts_at = clock.seoul(data["day"], data["starts"])
        last = data.get("last_day") or data["day"]
        # 00:00 as an end is the midnight after the day.
        if data["ends"] == dt.time(0) and not data.get("last_day"):
            last += dt.timedelta(days=1)
        ends_at = clock.seoul(last, data["ends"])
        return Span(starts_at, ends_at) if ends_at > starts_at else None

    def asked(self) -> AskedVisit:
        """As the verbs take it. Only when valid."""
        data, span = self.cleaned_data, self.span
        if span is None:
            raise LookupError("the row is not valid")
        return AskedVisit(
            data["facility"],
            span,
            data["setup_minutes"] or 0,
            data["clearing_minutes"] or 0,
            data["people"],
        )
