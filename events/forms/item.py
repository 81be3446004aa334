"""A row of the form: an item of the programme."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events import rules
from events.forms.fields import day as day_field
from events.forms.fields import line, time
from events.forms.hours import Hours, span_of
from events.wanted import ItemWanted
from lib import clock


class ItemForm(forms.Form):
    """From when until when, what, and where."""

    starts = time(_("From"), step=60)
    ends = time(_("Until"), required=False, step=60)
    title_ko = line(_("What, in Korean"), 150, required=True)
    title_en = line(_("What, in English"), 150)
    where_ko = line(_("Where, in Korean"), 100)
    where_en = line(_("Where, in English"), 100)
    day = day_field(_("Day"), required=False)

    def clean(self) -> dict[str, Any]:
        """The end lies after the start."""
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        a_day = dt.date(2000, 1, 1)
        if starts and ends and span_of(a_day, starts, a_day, ends) is None:
            refusal = rules.event_end_before_start()
            words = f"{refusal.message} {refusal.next_step}"
            self.add_error("ends", forms.ValidationError(words, code=refusal.code))
        return data

    def item(self, hours: Hours) -> ItemWanted:
        """As the verbs take it. Only when valid."""
        data = self.cleaned_data
        on = data["day"] or hours.first_day
        span = span_of(on, data["starts"], on, data["ends"]) if data["ends"] is not None else None
        return ItemWanted(
            starts_at=clock.seoul(on, data["starts"]),
            ends_at=span.ends_at if span else None,
            **{name: data[name] for name in ("title_ko", "title_en", "where_ko", "where_en")},
        )
