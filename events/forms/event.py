"""The whole form of an event: texts, time, repetition, rows. It reads; the verbs judge."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from events import rows
from events.forms.about import AboutForm
from events.forms.hours import Hours, HoursForm
from events.forms.item import ItemForm
from events.forms.place import PlaceForm
from events.forms.repeat import RepeatForm
from events.rows import ITEM, PLACE, Typed
from events.wanted import EventWanted
from facilities.catalogue import Catalogue
from facilities.recurring import Rule


class EventForm:
    """The parts, bound to what was typed or only filled in with it."""

    def __init__(self, typed: Typed, known: Catalogue, *, bound: bool) -> None:
        self._typed, self._bound = typed, bound
        self.about = self._part(AboutForm)
        self.time = self._part(HoursForm)
        self.repeat = self._part(RepeatForm)
        hours = self.time.hours() if bound and self.time.is_valid() else None
        self.places = self._rows(PLACE, partial(PlaceForm, known=known, hours=hours))
        self.items = self._rows(ITEM, ItemForm)

    def _part(self, kind: Any) -> Any:
        data = rows.data_of(self._typed)
        return kind(data) if self._bound else kind(initial=data.dict())

    def _rows(self, kind: str, make: Callable[..., Any]) -> list[Any]:
        """A row into which nothing was typed is none: it has no errors."""
        data, made = rows.data_of(self._typed), []
        for number, typed in enumerate(rows.rows_of(self._typed, kind)):
            given = {"prefix": f"{kind}-{number}"}
            is_read = self._bound and not rows.is_empty(typed)
            made.append(make(data=data, **given) if is_read else make(initial=typed, **given))
        return made

    def is_valid(self) -> bool:
        """Can all of it be read? Every part is asked, so that every error shows."""
        found = [part.is_valid() for _before, part in self._read()]
        return all(found)

    def wanted(self) -> EventWanted:
        """As the verbs take it. Only when valid."""
        hours: Hours = self.time.hours()
        span = hours.span
        if span is None:
            raise LookupError("the form is not valid")
        return EventWanted(
            about=self.about.about(),
            span=span,
            is_all_day=hours.is_all_day,
            places=tuple(row.place(hours) for row in _bound(self.places)),
            programme=tuple(row.item(hours) for row in _bound(self.items)),
        )

    def rule(self) -> Rule | None:
        """How it repeats. Only when valid."""
        found: Rule | None = self.repeat.rule(self.time.cleaned_data["first_day"])
        return found

    @property
    def errors(self) -> list[tuple[str, str]]:
        """For the summary at the top: the field's address in the page, and what is wrong."""
        if not self._bound:
            return []
        return [line for before, part in self._read() for line in _errors_of(part, before)]

    def _read(self) -> list[tuple[str, forms.Form]]:
        parts: list[tuple[str, forms.Form]] = [("", self.about), ("", self.time), ("", self.repeat)]
        for many in (self.places, self.items):
            parts += [(f"{at}. ", row) for at, row in enumerate(many, start=1) if row.is_bound]
        return parts


def _bound(many: list[Any]) -> list[Any]:
    return [row for row in many if row.is_bound]


def _errors_of(form: forms.Form, before: str) -> list[tuple[str, str]]:
    return [
        (
            "" if name == NON_FIELD_ERRORS else str(form[name].auto_id),
            before + (str(error) if name == NON_FIELD_ERRORS else f"{form[name].label}: {error}"),
        )
        for name, errors in form.errors.items()
        for error in errors
    ]
