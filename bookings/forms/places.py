"""The forms that book places in a session: for a number of people, or for a family."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from bookings.asking import Asked, Request
from bookings.forms.contact import ContactForm
from facilities.catalogue import Listing
from facilities.models import Policy
from facilities.models.policies import PartyKind
from facilities.parties import Party, family
from facilities.sessions import SessionFacts
from lib import clock


def _number(label: Any, **more: Any) -> forms.IntegerField:
    """What is typed beyond what can be, the rules refuse in words."""
    return forms.IntegerField(
        label=label,
        min_value=-1_000_000,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
        **more,
    )


class PlacesForm(ContactForm):
    """One party for one session. The session is the address's."""

    session = forms.CharField(max_length=12, widget=forms.HiddenInput)

    def __init__(self, listing: Listing, facts: SessionFacts, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listing, self.facts = listing, facts

    def party(self) -> Party:
        """Who comes."""
        raise NotImplementedError

    def request(self, person: User) -> Request:
        """What is asked for, as the verbs take it; letters go to the person's own address."""
        party = self.party()
        asked = Asked(
            self.listing.facility.slug, self.facts.span, party.people, self.facts.reference, party
        )
        return Request(
            visits=(asked,),
            purpose="",
            group_name="",
            contact_name=self.cleaned_data["name"],
            phone=self.cleaned_data["phone"],
            email=person.email,
        )


class PeopleForm(PlacesForm):
    """So many people."""

    people = _number(_("People"), help_text=_("How many will come, yourself included."))
    field_order = ("people", "name", "phone")

    def party(self) -> Party:
        return Party(self.cleaned_data["people"])


class FamilyForm(PlacesForm):
    """Grown-ups, and children by age. No names, no birthdays."""

    guardians = _number(_("Grown-ups (19 or older)"))
    children_0_2 = _number(_("Children of 0 to 2 years"), required=False)
    children_3_5 = _number(_("Children of 3 to 5 years"), required=False)
    children_6_12 = _number(_("Children of 6 to 12 years"), required=False)
    field_order = ("guardians", "children_0_2", "children_3_5", "children_6_12", "name", "phone")

    def __init__(self, listing: Listing, facts: SessionFacts, *args: Any, **kwargs: Any) -> None:
        super().__init__(listing, facts, *args, **kwargs)
        policy = listing.policy_on(clock.today())
        if policy and policy.max_child_age is not None and policy.max_child_age < OLDEST_FROM:
            self.fields["children_6_12"].help_text = ngettext(
                "Too old for this place, which is for children up to %(years)d year.",
                "Too old for this place, which is for children up to %(years)d years.",
                policy.max_child_age,
            ) % {"years": policy.max_child_age}

    def party(self) -> Party:
        return family_in(self.cleaned_data)


OLDEST_FROM = 6  # years, of the oldest children that are asked for
PARTY_FIELDS = ("guardians", "children_0_2", "children_3_5", "children_6_12")


def family_in(given: Mapping[str, int | None]) -> Party:
    """The family that was typed. With fewer than nobody, the rules say what is wrong."""
    number = {name: given[name] or 0 for name in PARTY_FIELDS}
    return Party(0) if min(number.values()) < 0 else family(**number)


def places_form(policy: Policy) -> type[PlacesForm]:
    """The form of a policy."""
    return FamilyForm if policy.party == PartyKind.FAMILY else PeopleForm
