"""The search box and the choices of the week page."""

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from lib import clock, formats

LENGTHS = (60, 120, 180)
STARTS = [("", _("Any time")), *((f"{hour:02}:00", f"{hour:02}:00") for hour in range(6, 22))]


def length_choices(lengths: Iterable[int] = LENGTHS) -> list[tuple[int, str]]:
    """Lengths in minutes with their names."""
    return [(minutes, formats.how_long(dt.timedelta(minutes=minutes))) for minutes in lengths]


class SearchForm(forms.Form):
    """When, how long, how many: everything has a sensible answer when left out."""

    date = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    start = forms.TimeField(label=_("From"), required=False, widget=forms.Select(choices=STARTS))
    minutes = forms.TypedChoiceField(
        label=_("For"), required=False, coerce=int, choices=length_choices
    )
    people = forms.IntegerField(
        label=_("People"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )

    def clean_minutes(self) -> int:
        return int(self.cleaned_data["minutes"] or LENGTHS[0])

    def clean_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["date"] or clock.today()
        today = clock.today()
        if day < today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        if day > today + dt.timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within the next year."))
        return day
