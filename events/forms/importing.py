"""What an officer says about a calendar to bring in, and about what to take over from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.fields import line
from events.forms.steps import REASON_MOST
from events.models import Category
from lib.fetching import LONGEST
from lib.printable import no_control_signs


class AskForm(forms.Form):
    """Where from. What the file or address really is, the reader says."""

    name = line(
        _("Whose calendar"),
        100,
        required=True,
        help_text=_(
            "By this name it is known again next time; an event that names no organiser gets it."
        ),
    )
    category = forms.ChoiceField(
        label=_("Kind of event"),
        choices=Category.choices,
        initial=Category.OTHER,
        help_text=_("For entries that name none of ours."),
    )
    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=LONGEST,
        required=False,
        validators=[no_control_signs],
        help_text=_("Begins with https:// or webcal://"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    has_moved = forms.BooleanField(
        label=_("It is the same calendar: its address has changed"), required=False
    )  # asked only where the name is known with another address
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,  # the reader says what is wrong with it
        help_text=_("iCalendar (.ics), up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )


class ChooseForm(forms.Form):
    """What becomes of the entries that are ticked."""

    as_what = forms.ChoiceField(
        label=_("What is new becomes"),
        choices=[
            ("draft", _("a draft, which you look through first")),
            ("publish", _("published at once")),
        ],
        initial="draft",
        widget=forms.RadioSelect,
    )
    reason_ko = line(
        _("Reason in Korean"),
        REASON_MOST,
        help_text=_("Needed when something that was announced is moved or cancelled."),
    )
    reason_en = line(_("Reason in English"), REASON_MOST)

    def __init__(self, *args: Any, has_new: bool, has_others: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if not has_new:
            del self.fields["as_what"]
        if not has_others:
            del self.fields["reason_ko"], self.fields["reason_en"]
