"""A row of the form: a space of the building, with hours of its own where it has some."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from events import rules
from events.forms.fields import day as day_field
from events.forms.fields import minutes, time
from events.forms.hours import Hours, last_meant, span_of
from events.wanted import PlaceWanted
from facilities.catalogue import Catalogue
from lib.spans import Span

_GONE = gettext_noop("not offered any more")


class PlaceForm(forms.Form):
    """Which space, and when there; what is left empty is as for the event."""

    facility = forms.ChoiceField(label=_("Space"))
    starts = time(_("From"), required=False)
    ends = time(_("Until"), required=False)
    setup_minutes = minutes(_("Set-up before (minutes)"))
    clearing_minutes = minutes(_("Clearing after (minutes)"))
    day = day_field(_("Day"), required=False)
    last_day = day_field(_("Until the day"), required=False)

    def __init__(self, *args: Any, known: Catalogue, hours: Hours | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.event_hours = hours
        names = {one.facility.slug: str(one.facility.name) for one in known.listings}
        # What was chosen before stays in sight when it is not on offer any more: the rules say so.
        typed = str(self["facility"].value() or "")
        if typed and typed not in names:
            names[typed] = f"{typed} ({gettext(_GONE)})"
        choices = [("", gettext("Choose a space")), *names.items()]
        self.fields["facility"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end lies after the start; set-up and clearing go up to a quarter of an hour."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("setup_minutes", "clearing_minutes"):
            told = data.get(name) or 0
            data[name] = told + (-told % 15)
        is_read = {"starts", "ends", "day", "last_day"} <= data.keys()
        if is_read and self.event_hours and self._span(self.event_hours) is None:
            refusal = rules.event_end_before_start()
            words = f"{refusal.message} {refusal.next_step}"
            self.add_error("ends", forms.ValidationError(words, code=refusal.code))
        return data

    def _span(self, hours: Hours) -> Span | None:
        data = self.cleaned_data
        first = data["day"] or hours.first_day
        last = data["day"] or hours.last_day
        if data["last_day"]:
            last = last_meant(data["last_day"], data["ends"])
        starts = hours.starts if data["starts"] is None else data["starts"]
        ends = hours.ends if data["ends"] is None else data["ends"]
        return span_of(first, starts, last, ends)

    def place(self, hours: Hours) -> PlaceWanted:
        """As the verbs take it. Only when valid."""
        data, span = self.cleaned_data, self._span(hours)
        if span is None:
            raise LookupError("the row is not valid")
        return PlaceWanted(data["facility"], span, data["setup_minutes"], data["clearing_minutes"])

    @property
    def has_more(self) -> bool:
        """Is anything typed beyond the space and its hours?"""
        names = ("day", "last_day", "setup_minutes", "clearing_minutes")
        return any(self[name].value() or self[name].errors for name in names)
