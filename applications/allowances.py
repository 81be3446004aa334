"""What a permit lets people bring and do, as words: the same for the guard and on paper."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.asking import Applicant, Asking, Character, Details
from applications.models import Application
from facilities.models import Facility
from facilities.shown import Fact


def details_of(application: Application) -> Details | None:
    """What was asked with the version; None when its time has come and it was emptied."""
    if not application.asked:
        return None
    return Asking.from_json(application.asked).details


def allowances(details: Details) -> list[Fact]:
    """Vehicles, fire, sound and so on, each as permitted or not."""
    vehicles = _("None permitted")
    if details.vehicles:
        vehicles = ngettext("%(number)d vehicle", "%(number)d vehicles", details.vehicles)
        vehicles %= {"number": details.vehicles}
    return [
        Fact(_("Vehicles"), vehicles),
        Fact(_("Open fire"), _permitted(details.open_fire)),
        Fact(_("Cooking"), _permitted(details.cooking)),
        Fact(_("Amplified sound"), _permitted(details.amplified)),
        Fact(_("Power"), f"{details.power_kw} kW" if details.power_kw else _("None permitted")),
        Fact(_("Selling"), _permitted(details.sells)),
        Fact(_("Collecting donations"), _permitted(details.collects)),
    ]


def people_of(details: Details) -> str:
    """How many are expected, at one moment and on a day."""
    return _("up to %(peak)s at one moment, %(day)s a day") % {
        "peak": f"{details.people_peak:,}",
        "day": f"{details.people_day:,}",
    }


def organisation_of(details: Details) -> str:
    """The name of the organisation or office; empty for a person, whose name is nobody's affair."""
    return "" if details.applicant == Applicant.PERSON else details.organisation


def character_of(details: Details) -> str:
    """What kind of event it is; a word of its own when the kind is none of ours."""
    known = details.character in Character.values
    return str(Character(details.character).label) if known else details.character


def departments_of(facilities: Iterable[Facility]) -> list[tuple[str, str]]:
    """Who is in charge of them, each with the telephone number as it is stored."""
    return list(dict.fromkeys((str(one.department), one.phone) for one in facilities))


def _permitted(yes: bool) -> str:
    return _("Permitted") if yes else _("Not permitted")
