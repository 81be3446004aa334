"""What is told of an event, in both languages. Korean must be there where anything is."""

from dataclasses import fields as columns_of
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.fields import PhoneField, WebAddressField, line, lines
from events.models import Category
from events.wanted import TEXT_MOST, About


class AboutForm(forms.Form):
    """The columns of `events.wanted.About`."""

    title_ko = line(_("Title in Korean"), 150, required=True)
    title_en = line(_("Title in English"), 150)
    category = forms.ChoiceField(
        label=_("Kind of event"), choices=[("", _("Choose one")), *Category.choices]
    )
    text_ko = lines(_("Text in Korean"), TEXT_MOST, 7)
    text_en = lines(_("Text in English"), TEXT_MOST, 7)
    organiser_ko = line(_("Organiser in Korean"), 150, help_text=_("Needed to publish."))
    organiser_en = line(_("Organiser in English"), 150)
    audience_ko = line(_("For whom, in Korean"), 200)
    audience_en = line(_("For whom, in English"), 200)
    price_ko = line(_("Price in Korean"), 200, help_text=_("Empty: free of charge."))
    price_en = line(_("Price in English"), 200)
    location_ko = line(
        _("Another place, in Korean"),
        200,
        help_text=_("Where it is if it is not, or not only, in one of these spaces."),
    )
    location_en = line(_("Another place, in English"), 200)
    phone = PhoneField(label=_("Phone for questions"), max_length=30, required=False)
    registration_url = WebAddressField(
        label=_("Where to register"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Address of a page, beginning with https://"),
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )

    def about(self) -> About:
        """As the verbs take it. Only when valid."""
        data: dict[str, Any] = self.cleaned_data
        return About(**{one.name: data[one.name] for one in columns_of(About)})
