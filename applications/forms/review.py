"""The forms of an officer's steps. They read; the verbs judge."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from applications.asking_more import Item
from applications.models import Condition
from applications.models.application import QuestionKind
from applications.usual_questions import USUAL
from lib import clock
from lib.printable import lines_without_signs
from lib.spans import Span

ITEMS = 5  # of one request for more; more are asked for in a second one
ITEMS_AT_FIRST = 2  # the others are folded
OFFICE_ENDS = dt.time(18)
FARTHEST = dt.timedelta(days=366)
ANSWERED_WITHIN = dt.timedelta(days=7)  # to begin with

Choices = Sequence[tuple[str, str]]
Row = tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=more.pop("max_length", 1000),
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[lines_without_signs],
        **more,
    )


def _within_reach(day: dt.date) -> None:
    """A day that can be meant; whether it can be had, the verbs say."""
    if abs(day - clock.today()) > FARTHEST:
        raise forms.ValidationError(_("Choose a day within the next year."), code="date")


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[_within_reach], **more)


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


def _deadline(day: dt.date) -> dt.datetime:
    """Until the office closes on that day."""
    return clock.seoul(day, OFFICE_ENDS)


class ApproveForm(forms.Form):
    """Which visits, under which conditions."""

    visits = forms.MultipleChoiceField(
        label=_("What is approved"), required=False, widget=forms.CheckboxSelectMultiple
    )
    why = _text(
        _("Reason for what is not approved"),
        required=False,
        help_text=_("Only if you leave something out. The organiser reads it."),
    )
    conditions = forms.MultipleChoiceField(
        label=_("Conditions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own_conditions = _text(
        _("Further conditions"),
        required=False,
        help_text=_("One on each line. Whoever checks the permit reads them: name no person."),
    )
    # First it is shown what would be approved; the second button says that it was looked at.
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, visits: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visits"].choices = visits  # type: ignore[attr-defined]
        kept = {str(one.pk): one for one in Condition.objects.all()}
        self.fields["conditions"].choices = [  # type: ignore[attr-defined]
            (value, str(one.text)) for value, one in kept.items()
        ]
        self.kept = kept

    def left_out(self) -> frozenset[int]:
        """Numbers of the visits that are not approved."""
        every = {int(value) for value, _label in self.fields["visits"].choices}  # type: ignore[attr-defined]
        return frozenset(every - {int(value) for value in self.cleaned_data["visits"]})

    def texts(self, language: str) -> list[str]:
        """The conditions in their order, the officer's own at the end.

        In the language of who keeps them, whatever the officer reads.
        """
        with override(language):
            chosen = [str(self.kept[value].text) for value in self.cleaned_data["conditions"]]
        own = [line.strip() for line in self.cleaned_data["own_conditions"].splitlines()]
        return [*chosen, *(line for line in own if line)]


class RefuseForm(forms.Form):
    """The reason that the organiser reads."""

    why = _text(_("Reason"), rows=4)


def first_deadline(first_use: dt.date) -> dt.date:
    """The day that is proposed for an answer: within a week, and before the use."""
    return min(clock.today() + ANSWERED_WITHIN, first_use - dt.timedelta(days=1))


class AskForm(forms.Form):
    """Up to five items, each with its own deadline: usual ones, or in the officer's own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (
                _("In your own words"),
                [
                    (QuestionKind.TEXT.value, _("an answer")),
                    (QuestionKind.PAPER.value, _("a paper")),
                ],
            ),
            (_("Usual ones"), [(code, usual.text) for code, usual in USUAL.items()]),
        ]
        for number in range(1, ITEMS + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("Asked for"), choices=kinds, required=False
            )
            self.fields[f"text_{number}"] = _text(
                _("What is needed"), rows=2, max_length=500, required=False
            )
            self.fields[f"day_{number}"] = _day(
                _("Until the end of office hours on"), required=False
            )

    def first_rows(self) -> list[Row]:
        """For the template: number, kind, text, day of what is mostly enough."""
        return [self._row(number) for number in range(1, ITEMS_AT_FIRST + 1)]

    def further_rows(self) -> list[Row]:
        """The others."""
        return [self._row(number) for number in range(ITEMS_AT_FIRST + 1, ITEMS + 1)]

    def _row(self, number: int) -> Row:
        return number, self[f"kind_{number}"], self[f"text_{number}"], self[f"day_{number}"]

    def clean(self) -> dict[str, Any]:
        """Something is asked for, and each item has a deadline."""
        data: dict[str, Any] = super().clean() or {}
        asked = [number for number in range(1, ITEMS + 1) if self._is_asked(data, number)]
        if not asked and "text_1" in data:
            self.add_error("text_1", _("Write what is needed, or choose a usual one."))
        for number in asked:
            if f"day_{number}" in data and not data[f"day_{number}"]:
                self.add_error(f"day_{number}", _("Give the day until which it is needed."))
        return data

    def _is_asked(self, data: dict[str, Any], number: int) -> bool:
        return bool(data.get(f"text_{number}")) or data.get(f"kind_{number}") in USUAL

    def items(self, language: str) -> list[Item]:
        """As the verb takes it, what is usual in the language of who answers; no empty rows."""
        data = self.cleaned_data
        with override(language):
            return [
                _item(data[f"kind_{number}"], data[f"text_{number}"], data[f"day_{number}"])
                for number in range(1, ITEMS + 1)
                if self._is_asked(data, number)
            ]


def _item(chosen: str, text: str, day: dt.date) -> Item:
    """What is usual says itself what it is; the officer's own words follow it."""
    usual = USUAL.get(chosen)
    if usual:
        return Item(usual.kind, f"{usual.text} {text}".strip(), _deadline(day))
    return Item(chosen or QuestionKind.TEXT.value, text, _deadline(day))


class ProposeForm(forms.Form):
    """Another time or space instead of a visit."""

    visit = forms.ChoiceField(label=_("Instead of"))
    facility = forms.ChoiceField(label=_("Space"))
    day = _day(_("Day"))
    starts = _time(_("From"))
    ends = _time(_("Until"))
    text = _text(_("Why, in a sentence"), rows=2, max_length=500)
    until = _day(_("Held until the end of office hours on"))

    def __init__(
        self, *args: Any, visits: Choices = (), facilities: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visit"].choices = visits  # type: ignore[attr-defined]
        self.fields["facility"].choices = facilities  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The end lies after the start."""
        data: dict[str, Any] = super().clean() or {}
        if {"starts", "ends"} <= data.keys() and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end must lie after the start."))
        return data

    def span(self) -> Span:
        """The proposed time."""
        data = self.cleaned_data
        return Span(
            clock.seoul(data["day"], data["starts"]), clock.seoul(data["day"], data["ends"])
        )

    def deadline(self) -> dt.datetime:
        """Until when it is held."""
        return _deadline(self.cleaned_data["until"])


class HandOverForm(forms.Form):
    """To which colleague, with a word."""

    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())
    why = _text(_("A word to them"), rows=2, max_length=150, required=False)

    def __init__(self, *args: Any, colleagues: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = colleagues if colleagues is not None else User.objects.none()
        field.label_from_instance = lambda user: user.name
