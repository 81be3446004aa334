"""A permit as a guard sees it: what is true now in a few large words, and nothing about persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from applications.allowances import (
    allowances,
    character_of,
    departments_of,
    details_of,
    organisation_of,
    people_of,
)
from applications.models import Permit
from applications.permit_standing import Standing, Stands, standing, whole_span
from bookings.models import Visit
from facilities.shown import Fact
from lib import clock, formats


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the guard is to know first. The tone is said by the words and the icon too."""

    code: str
    tone: str  # success, warning, danger
    icon: str
    headline: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """One visit, with when people may be there to set up and to clear."""

    facility: str
    floor: str
    day: str
    times: str
    whole: str  # with set-up and clearing; empty when there is neither
    people: str
    is_now: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class ShownPermit:
    """All that the page says."""

    number: str
    verdict: Verdict
    today: list[ShownVisit]
    others: list[ShownVisit]
    facts: list[Fact]
    allowances: list[Fact]
    conditions: list[str]
    departments: list[Fact]


def shown_permit(permit: Permit, now: datetime, *, is_altered: bool = False) -> ShownPermit:
    """In the active language. `is_altered`: the paper bears another number than the permit."""
    stands = standing(permit, now)
    # An altered paper permits nothing: what the true one permits is not read out from it.
    shows = stands if not is_altered else Standing(stands.how)
    is_in_force = stands.is_in_force and not is_altered
    today = now.astimezone(clock.SEOUL).date()
    mine: list[ShownVisit] = []
    rest: list[ShownVisit] = []
    for visit, is_cancelled in _of_interest(shows):
        shown = shown_visit(visit, now, is_cancelled=is_cancelled)
        (mine if is_on(visit, today) else rest).append(shown)
    details = details_of(permit.application)
    return ShownPermit(
        number=permit.full_number,
        verdict=_altered() if is_altered else _verdict(stands, now),
        today=mine,
        others=rest,
        facts=_facts(permit),
        allowances=allowances(details) if details and is_in_force else [],
        conditions=list(permit.application.conditions) if is_in_force else [],
        departments=[
            Fact(name, formats.phone(phone), f"tel:{phone}")
            for name, phone in departments_of(
                visit.facility for visit in permit.booking.visits.all()
            )
        ],
    )


def not_a_permit() -> Verdict:
    """The code is none of ours."""
    return Verdict(
        "unknown",
        "danger",
        "error",
        _("Not a permit of City Hall"),
        _("No permit has this code. Compare it with the paper, sign by sign."),
    )


def shown_visit(visit: Visit, now: datetime, *, is_cancelled: bool = False) -> ShownVisit:
    """In the active language."""
    whole = whole_span(visit)
    return ShownVisit(
        facility=str(visit.facility.name),
        floor=", ".join(dict.fromkeys(str(one.floor) for one in visit.facility.spaces.all())),
        day=formats.day(visit.starts_at),
        times=formats.period(visit.span).removeprefix(formats.day(visit.starts_at)).strip(", "),
        whole="" if whole == visit.span else formats.period(whole),
        people=f"{visit.people:,}",
        is_now=not is_cancelled and whole.starts_at <= now < whole.ends_at,
        is_cancelled=is_cancelled,
    )


def is_on(visit: Visit, day: date) -> bool:
    """Does any of it, set-up and clearing included, take place on that day in Seoul?"""
    whole = whole_span(visit)
    last = whole.ends_at - timedelta(microseconds=1)
    return (
        whole.starts_at.astimezone(clock.SEOUL).date() <= day <= last.astimezone(clock.SEOUL).date()
    )


def _of_interest(stands: Standing) -> list[tuple[Visit, bool]]:
    """The visits to show, in the order of time, with whether they were cancelled."""
    pairs = [(one, False) for one in stands.visits] + [(one, True) for one in stands.fell_away]
    return sorted(pairs, key=lambda pair: (pair[0].starts_at, pair[0].number))


def _facts(permit: Permit) -> list[Fact]:
    facts = [Fact(_("Issued"), formats.day(permit.issued_at))]
    details = details_of(permit.application)
    if details is None:
        return facts
    if organisation := organisation_of(details):
        facts += [Fact(_("Who"), organisation), Fact(_("Event"), details.title)]
    else:
        facts += [Fact(_("Who"), _("a person")), Fact(_("Event"), character_of(details))]
    return [*facts, Fact(_("People"), people_of(details))]


def _altered() -> Verdict:
    return Verdict(
        "altered",
        "danger",
        "error",
        _("The code is genuine, but the number on this paper was altered"),
        _("The paper is not valid. The permit with this code has the number below."),
    )


def _verdict(stands: Standing, now: datetime) -> Verdict:
    if stands.how == Stands.REPLACED and stands.replaced_by:
        return Verdict(
            stands.how,
            "danger",
            "error",
            _("Not valid any more: replaced by permit %(number)s")
            % {"number": stands.replaced_by.full_number},
            _("Ask for the newer permit and check that one."),
        )
    if stands.is_in_force:
        return _in_force(stands, now)
    headline, sentence = {
        Stands.USED_UP: (
            _("Used up: every visit is over"),
            _("The permit was genuine. It permits nothing any more."),
        ),
        Stands.LAPSED: (
            _("Not valid any more: lapsed"),
            _("The approval has lapsed. It permits nothing any more."),
        ),
    }.get(
        stands.how,
        (
            _("Not valid any more: cancelled"),
            _("What was permitted has been cancelled. It permits nothing any more."),
        ),
    )
    return Verdict(stands.how, "danger", "error", headline, sentence)


def _in_force(stands: Standing, now: datetime) -> Verdict:
    """In force: for this very moment, or for which one?"""
    if any(whole_span(one).starts_at <= now < whole_span(one).ends_at for one in stands.visits):
        headline, tone, icon = _("Genuine and in force now"), "success", "success"
        sentence = _("See below what is permitted, where and how long.")
    else:
        headline, tone, icon = _("Genuine, but not for this time"), "warning", "warning"
        sentence = _("It permits to be there: %(period)s.") % {"period": _next(stands.visits, now)}
    if stands.is_partly_cancelled:
        sentence += " " + _("Some of its visits were cancelled: they are marked.")
    return Verdict(stands.how, tone, icon, headline, sentence)


def _next(visits: Sequence[Visit], now: datetime) -> str:
    """The next time at which somebody may be there."""
    coming = [whole_span(one) for one in visits if whole_span(one).starts_at > now]
    return formats.period(min(coming))
