"""How an event repeats: the rule of a series."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.fields import day
from facilities.recurring import Every, Rule

EVERY = [
    ("", _("It does not repeat")),
    (Every.WEEK.value, _("Every week")),
    (Every.TWO_WEEKS.value, _("Every two weeks")),
    (Every.MONTH_WEEKDAY.value, _("Every month on the same weekday, like the second Saturday")),
    (Every.MONTH_LAST.value, _("Every month on the last such weekday, like the last Friday")),
    (Every.MONTH_DAY.value, _("Every month on the same date")),
]


class RepeatForm(forms.Form):
    """How often, and how many times or until when. That it has an end, the verb says."""

    every = forms.ChoiceField(label=_("How often"), choices=EVERY, required=False)
    times = forms.IntegerField(
        label=_("How many times"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    until = day(_("Or until"), required=False, help_text=_("If you give both, the earlier counts."))

    def rule(self, first: dt.date) -> Rule | None:
        """Of a series from that day on; None where it does not repeat."""
        data: dict[str, Any] = self.cleaned_data
        if not data["every"]:
            return None
        return Rule(Every(data["every"]), first, data["times"], data["until"])
