"""Who applies, and what for (별지 서식), as it is typed. It reads; the verbs judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.asking import Applicant, Character, Details, Ground
from applications.drafting import BOOLEANS
from applications.forms.fields import number
from facilities.models import Reduction
from lib import formats
from lib.printable import LineField, lines_without_signs
from lib.registration import is_registration_number


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        **more,
    )


def _yes(label: Any, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **more)


class DetailsForm(forms.Form):
    """Who applies, and what for (별지 서식)."""

    applicant = forms.ChoiceField(
        label=_("Applying as"), choices=Applicant.choices, widget=forms.RadioSelect
    )
    organisation = LineField(label=_("Name of the organisation"), max_length=100, required=False)
    registration_number = LineField(
        label=_("Registration number"),
        max_length=20,
        required=False,
        help_text=_("Of the organisation or the business, ten digits: 123-45-67890."),
    )
    representative = LineField(label=_("Representative"), max_length=50, required=False)
    contact_name = LineField(
        label=_("Who is in charge"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    ground = forms.ChoiceField(
        label=_("On what ground"),
        choices=[("", _("Choose one")), *Ground.choices],
        help_text=_("An officer may ask for a proof of it."),
    )
    title = LineField(
        label=_("Name of the event"),
        max_length=100,
        help_text=_("It stands on the permit and, if you agree, in the event calendar."),
    )
    character = forms.ChoiceField(
        label=_("Kind of event"), choices=[("", _("Choose one")), *Character.choices]
    )
    purpose = _text(_("What it is for and what will happen"))
    people_peak = number(_("People at one moment, at most"), 100_000, least=1)
    people_day = number(_("People in a day, all together"), 1_000_000, least=1)
    is_public = _yes(
        _("Show the event in the public calendar once it is approved"),
        help_text=_("Its name, time and place, and the organisation. Nothing about persons."),
    )
    makes_profit = _yes(_("It makes a profit"))
    collects = _yes(_("Donations are collected"))
    sells = _yes(_("Things are sold"))
    equipment = LineField(
        label=_("Equipment"),
        max_length=300,
        required=False,
        help_text=_("For example: sound, beamer, 20 tables, stage."),
    )
    power_kw = number(_("Electricity (kW)"), 10_000, required=False)
    vehicles = number(_("Vehicles on the plaza"), 1_000, required=False)
    amplified = _yes(_("Loudspeakers"))
    cooking = _yes(_("Cooking"))
    open_fire = _yes(_("Open fire or gas"))
    rain_plan = _text(_("If it rains"), required=False)
    reduction = forms.ChoiceField(
        label=_("Reduction of the fee"),
        required=False,
        help_text=_("Show the proof at the desk. No copy is kept."),
    )

    def __init__(self, *args: Any, asks_reduction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_reduction:
            known = [(one.code, one.name) for one in Reduction.objects.all()]
            self.fields["reduction"].choices = [("", _("none")), *known]  # type: ignore[attr-defined]
        else:
            del self.fields["reduction"]
        for name in ("purpose", "rain_plan"):
            self.fields[name].validators.append(lines_without_signs)

    def clean_phone(self) -> str:
        """Digits alone."""
        try:
            return formats.phone_digits(self.cleaned_data["phone"])
        except ValueError:
            raise forms.ValidationError(
                _("Give a phone number like 010-0000-0000."), code="phone"
            ) from None

    def clean_registration_number(self) -> str:
        """Ten digits with their check digit; digits alone."""
        typed: str = self.cleaned_data["registration_number"]
        digits = "".join(sign for sign in typed if sign not in "- ")
        if digits and not is_registration_number(digits):
            raise forms.ValidationError(
                _("This is no registration number: ten digits like 123-45-67890."),
                code="registration_number",
            )
        return digits

    def clean(self) -> dict[str, Any]:
        """An organisation has a name, and somebody who stands for it.

        Seongnam ordinance on the use of open spaces in public facilities, art. 8.
        """
        data: dict[str, Any] = super().clean() or {}
        is_group = data.get("applicant") in {Applicant.ORGANISATION, Applicant.PUBLIC_BODY}
        if is_group and not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", _("Give the name of the organisation."))
        is_private = data.get("applicant") == Applicant.ORGANISATION
        if is_private and not data.get("representative") and "representative" not in self.errors:
            self.add_error("representative", _("Give who represents the organisation."))
        return data

    def details(self, person: User) -> Details:
        """As the verbs take it. Letters go to the person's own confirmed address."""
        data = {name: self.cleaned_data.get(name) for name in Details.__dataclass_fields__}
        data |= {name: bool(data[name]) for name in BOOLEANS}
        data |= {name: data[name] or 0 for name in ("power_kw", "vehicles")}
        data["reduction"] = data["reduction"] or ""
        return Details(**data | {"email": person.email})  # type: ignore[arg-type]
