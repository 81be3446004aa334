"""What somebody looks for in the calendar: kind, place, words. Sent by GET; nothing is required."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.finding import Wish
from events.models import Category
from facilities.catalogue import Catalogue


class CalendarForm(forms.Form):
    """The same above the list, the week and the month."""

    category = forms.ChoiceField(
        label=_("Kind of event"),
        required=False,
        choices=[("", _("all")), *Category.choices],
    )
    place = forms.ChoiceField(label=_("Place"), required=False)
    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, known: Catalogue, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        places = [(one.facility.slug, str(one.facility.name)) for one in known.listings]
        self.fields["place"].choices = [("", _("all")), *places]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """What was asked for; what cannot be read counts as not asked."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Wish(given.get("category", ""), given.get("place", ""), given.get("q", ""))
