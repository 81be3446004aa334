"""What a version asks for beside its visits, as words: for its person and for officers."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.allowances import character_of, people_of
from applications.asking import Applicant, Details, Ground
from facilities.models import Reduction
from facilities.shown import Fact
from lib import formats
from lib.registration import with_dashes


def facts_of(details: Details) -> list[Fact]:
    """What was filled in, in the order of the form, in the active language."""
    return [fact for fact in all_facts(details) if fact.value]


def all_facts(details: Details) -> list[Fact]:
    """Every field of the form, also those that were left empty: versions are compared by them."""
    return [*_who(details), *_what(details), *_how(details)]


def _who(details: Details) -> list[Fact]:
    return [
        Fact(_("Who applies"), _label(Applicant, details.applicant)),
        Fact(_("Organisation"), details.organisation),
        Fact(_("Registration number"), with_dashes(details.registration_number)),
        Fact(_("Representative"), details.representative),
        Fact(_("Ground for use"), _label(Ground, details.ground)),
        Fact(_("Person in charge"), details.contact_name),
        Fact(_("Phone"), formats.phone(details.phone)),
        Fact(_("E-mail"), details.email),
    ]


def _what(details: Details) -> list[Fact]:
    return [
        Fact(_("Event"), details.title),
        Fact(_("Kind of event"), capfirst(character_of(details))),
        Fact(_("What for"), details.purpose),
        Fact(_("Expected people"), people_of(details)),
        Fact(_("Shown in the event calendar"), _yes(details.is_public)),
        Fact(_("For profit"), _yes(details.makes_profit)),
        Fact(_("Collecting donations"), _yes(details.collects)),
        Fact(_("Selling"), _yes(details.sells)),
    ]


def _how(details: Details) -> list[Fact]:
    vehicles = ""
    if details.vehicles:
        vehicles = ngettext("%(number)d vehicle", "%(number)d vehicles", details.vehicles)
        vehicles %= {"number": details.vehicles}
    return [
        Fact(_("Equipment"), details.equipment),
        Fact(_("Power"), f"{details.power_kw} kW" if details.power_kw else ""),
        Fact(_("Vehicles"), vehicles),
        Fact(_("Amplified sound"), _yes(details.amplified)),
        Fact(_("Cooking"), _yes(details.cooking)),
        Fact(_("Open fire"), _yes(details.open_fire)),
        Fact(_("If it rains"), details.rain_plan),
        Fact(_("Reduction claimed"), _reduction(details.reduction)),
    ]


def _yes(value: bool) -> str:
    return _("Yes") if value else ""


def _label(choices: type[Applicant] | type[Ground], value: str) -> str:
    return capfirst(str(choices(value).label)) if value in choices.values else value


def _reduction(code: str) -> str:
    if not code:
        return ""
    found = Reduction.objects.filter(code=code).first()
    return str(found.name) if found else code
