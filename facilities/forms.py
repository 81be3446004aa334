"""The search box and the choices of the week page."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from lib import clock, formats

LENGTHS = (60, 120, 180)
HOURS = range(6, 22)


def _length_choices() -> list[tuple[int, str]]:
    return [(minutes, formats.length(timedelta(minutes=minutes))) for minutes in LENGTHS]


def _start_choices() -> list[tuple[str, str]]:
    hours = [(f"{hour:02}:00", f"{hour:02}:00") for hour in HOURS]
    return [("", str(_("Any time"))), *hours]


class SearchForm(forms.Form):
    """When, how long, how many: everything has a sensible answer when left out."""

    date = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(
        label=_("From"), required=False, widget=forms.Select(choices=_start_choices)
    )
    minutes = forms.TypedChoiceField(
        label=_("For"), required=False, coerce=int, choices=_length_choices, empty_value=60
    )
    people = forms.IntegerField(
        label=_("People"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )

    def clean_date(self) -> date:
        day: date = self.cleaned_data["date"] or clock.today()
        today = clock.today()
        if day < today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        if day > today + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day within the next year."))
        return day
