"""What stands where an application wants to go, in words: for the refusal of an approval."""

from applications.asking import Asking
from applications.judging import Case, arounds_of, case_of
from applications.models import Application
from facilities import occupancy
from facilities.catalogue import catalogue
from lib import clock, formats


def case_of_version(application: Application) -> Case:
    """What the version asks for, with the facts of now."""
    asking = Asking.from_json(application.asked)
    return case_of(asking, catalogue(), clock.now(), application.booking)


def in_the_way(application: Application, left_out: frozenset[int]) -> list[str]:
    """The visits whose spaces somebody else holds, for a refusal; all, when it was for a moment."""
    found, every = standing_there(application, left_out)
    return found or every


def standing_there(
    application: Application, left_out: frozenset[int]
) -> tuple[list[str], list[str]]:
    """The chosen visits whose spaces somebody else holds, and all chosen ones: in words."""
    case = case_of_version(application)
    visits = application.booking.visits.all()
    own = {visit.occupancy_id for visit in visits if visit.occupancy_id}
    proposed = application.questions.filter(occupancy__isnull=False)
    own.update(proposed.values_list("occupancy_id", flat=True))
    found, every = [], []
    for place, around in enumerate(arounds_of(case)):
        if place + 1 in left_out:
            continue
        told = f"{case.wish(place).listing.facility.name}, {formats.period(around.span)}"
        every.append(told)
        if occupancy.overlapping(around.want, case.now).exclude(pk__in=own).exists():
            found.append(told)
    return found, every
