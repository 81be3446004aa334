"""The choices of the public list: a month, a facility."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from facilities.catalogue import Catalogue
from lib import clock, formats

MONTHS_BACK, MONTHS_AHEAD = 12, 4


def months_around(today: date) -> list[date]:
    """The first days of the months that the list may be asked for, the latest first."""
    count = today.year * 12 + today.month - 1
    months = range(count + MONTHS_AHEAD, count - MONTHS_BACK - 1, -1)
    return [date(number // 12, number % 12 + 1, 1) for number in months]


def _month_in_words(month: date) -> str:
    if formats.is_korean():
        return f"{month.year}. {month.month}."
    return f"{formats.ENGLISH_MONTHS[month.month - 1]} {month.year}"


class ListForm(forms.Form):
    """Everything may be left out: then all of it is listed."""

    month = forms.ChoiceField(label=_("Month of use"), required=False)
    facility = forms.ChoiceField(label=_("Facility"), required=False)

    def __init__(self, known: Catalogue, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        listed = [
            one
            for one in known.listings
            if (policy := one.policy_on(today)) is not None and policy.is_listed
        ]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((f"{one:%Y-%m}", _month_in_words(one)) for one in self._months(today)),
        ]
        self.fields["facility"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((one.facility.slug, str(one.facility.name)) for one in listed),
        ]

    def _months(self, today: date) -> list[date]:
        """Those around today, and the one that is asked for: an address may be kept for years."""
        months = months_around(today)
        asked = str(self.data.get("month", ""))
        if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", asked, re.ASCII):
            months.append(date.fromisoformat(f"{asked}-01"))
        return sorted(set(months), reverse=True)

    def clean_month(self) -> date | None:
        value = self.cleaned_data["month"]
        return date.fromisoformat(f"{value}-01") if value else None
