"""Fields that the parts of the form have in common."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from lib import clock, formats
from lib.printable import LineField, lines_without_signs

FARTHEST = dt.timedelta(days=2 * 366)


def line(label: Any, most: int, **more: Any) -> LineField:
    """One line, which may be left out unless it is said."""
    return LineField(label=label, max_length=most, required=more.pop("required", False), **more)


class LinesField(forms.CharField):
    """Several lines. A browser sends two signs for each end of one, and counts it as one."""

    default_validators = [lines_without_signs]

    def to_python(self, value: Any) -> str:
        """With line ends as one sign, as they are counted and kept."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


def lines(label: Any, most: int, rows: int = 5, **more: Any) -> LinesField:
    """Several lines."""
    return LinesField(
        label=label,
        max_length=most,
        required=more.pop("required", False),
        widget=forms.Textarea(attrs={"rows": rows}),
        **more,
    )


def can_be_meant(day: dt.date) -> None:
    """A slip in the year is no day that anybody means; all others the verbs judge."""
    if abs(day - clock.today()) > FARTHEST:
        raise forms.ValidationError(_("Choose a day within two years from today."), code="day")


def day(label: Any, **more: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=more.pop("validators", [can_be_meant]),
        **more,
    )


class MinuteField(forms.TimeField):
    """A time of the day without seconds, which the page would not show again."""

    def to_python(self, value: Any) -> dt.time | None:
        """Whole minutes."""
        found = super().to_python(value)
        return found.replace(second=0, microsecond=0) if found else None


def time(label: Any, **more: Any) -> forms.TimeField:
    """A time of the day, by the quarter of an hour where a browser offers some."""
    widget = forms.TimeInput(attrs={"type": "time", "step": more.pop("step", 900)}, format="%H:%M")
    return MinuteField(label=label, widget=widget, **more)


def minutes(label: Any, **more: Any) -> forms.IntegerField:
    """Minutes up to a day."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=24 * 60,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 15}),
        **more,
    )


class WebAddressField(forms.URLField):
    """An address of a page: nothing that a browser would run or fetch otherwise."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class PhoneField(forms.CharField):
    """A telephone number as people type it; its digits are kept."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def clean(self, value: Any) -> str:
        """The digits; empty when nothing is typed."""
        text = str(super().clean(value))
        try:
            return formats.phone_digits(text) if text else ""
        except ValueError:
            raise forms.ValidationError(
                _("Enter a Korean telephone number, such as 031-000-0000."), code="phone"
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """As people read it."""
        return formats.phone(value) if isinstance(value, str) else value
