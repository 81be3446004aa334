"""The visits of a version as who decides sees them: how each time stands, and what is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from applications.asking import Asking
from applications.inbox_shown import TONES
from applications.judging import Case, case_of, fitted_if_possible, free_instead
from applications.models import Application
from applications.reviewing import Reviewed
from applications.rivals import wanted_by
from applications.wanting import Around
from bookings.models import Visit
from facilities.availability import Start
from facilities.catalogue import Catalogue
from facilities.holders import Holder, holders
from lib import formats
from lib.spans import Span


@dataclass(frozen=True, slots=True)
class ShownStart:
    """What could be proposed, and the query that fills it into the form."""

    facility: str
    when: str
    query: str


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """A visit that is asked for, by its number."""

    number: int
    facility: str
    when: str
    around: str
    people: str
    state: str
    tone: str
    in_the_way: tuple[Holder, ...] = ()
    rivals: tuple[str, ...] = ()  # titles
    instead: tuple[ShownStart, ...] = ()

    @property
    def label(self) -> str:
        """In a list to choose from."""
        return f"{self.number}. {self.facility}, {self.when}"


def decided_visits(version: Application, known: Catalogue, now: datetime) -> list[ShownVisit]:
    """Of a version that nobody has to decide any more. No query."""
    case = case_of(Asking.from_json(version.asked), known, now)
    return [
        _shown(case, place, around, _decided(version, place + 1))
        for place, around in enumerate(fitted_if_possible(case))
    ]


def open_visits(
    version: Application, rivals: Sequence[Application], known: Catalogue, now: datetime
) -> list[ShownVisit]:
    """Of a version that is to be decided. The same number of queries for one visit and for sixty.

    The version comes with its questions, and with its booking and the visits of that.
    """
    asking = Asking.from_json(version.asked)
    case = case_of(asking, known, now)
    visits = list(version.booking.visits.all())
    own = {one.occupancy_id for one in visits if one.occupancy_id}
    own |= {one.occupancy_id for one in version.questions.all() if one.occupancy_id}
    arounds = fitted_if_possible(case)
    found = holders([one.want for one in arounds], own, now)
    titles = _rivals(asking, rivals, known)
    crowded = [place for place, there in enumerate(found) if there or titles[place]]
    instead = free_instead(case, [place for place in crowded if case.listings[place]])
    return [
        _shown(
            case,
            place,
            around,
            _open(case, place, found[place], visits),
            found[place],
            titles[place],
            instead.get(place, ()),
        )
        for place, around in enumerate(arounds)
    ]


def tone_of(version: Application) -> str:
    """Of its state."""
    return TONES.get(Reviewed(version.state), "gray")


def _rivals(
    asking: Asking, rivals: Sequence[Application], known: Catalogue
) -> list[tuple[str, ...]]:
    """By place, the titles of the rivals that want some of the same."""
    theirs = [
        (one.booking.purpose, wanted_by(Asking.from_json(one.asked), known)) for one in rivals
    ]
    mine = [wanted_by(Asking((visit,), asking.details), known) for visit in asking.visits]
    return [
        tuple(title for title, wants in theirs if any(a.meets(b) for a in one for b in wants))
        for one in mine
    ]


State = tuple[str, str]  # in a word, and its tone


def _decided(version: Application, number: int) -> State:
    if number in version.left_out:
        return _("Not approved"), "danger"
    return str(version.get_state_display()), tone_of(version)


def _open(case: Case, place: int, in_the_way: Sequence[Holder], visits: Sequence[Visit]) -> State:
    if case.listings[place] is None:
        return _("Not offered any more"), "danger"
    if in_the_way:
        return _("Taken by something else"), "danger"
    asked = case.asking.visits[place]
    held = any(
        one.occupancy_id and one.facility.slug == asked.slug and one.span == asked.span
        for one in visits
    )
    return (_("Held"), "success") if held else (_("Free"), "success")


def _shown(
    case: Case,
    place: int,
    around: Around,
    state: State,
    in_the_way: tuple[Holder, ...] = (),
    rivals: tuple[str, ...] = (),
    instead: Sequence[Start] = (),
) -> ShownVisit:
    asked, listing = case.asking.visits[place], case.listings[place]
    return ShownVisit(
        number=place + 1,
        facility=str(listing.facility.name) if listing else asked.slug,
        when=formats.period(asked.span),
        around=_around(around.setup_minutes, around.clearing_minutes),
        people=f"{asked.people:,}",
        state=state[0],
        tone=state[1],
        in_the_way=tuple(one for one in in_the_way if one.what),
        rivals=rivals,
        instead=tuple(_start(place + 1, one) for one in instead if _is_one_day(one.span)),
    )


def _is_one_day(span: Span) -> bool:
    """The form asks for one day and two times."""
    return formats.in_seoul(span.starts_at).date() == formats.in_seoul(span.ends_at).date()


def _start(number: int, start: Start) -> ShownStart:
    begins, ends = (formats.in_seoul(at) for at in (start.span.starts_at, start.span.ends_at))
    query = {
        "visit": number,
        "facility": start.listing.facility.slug,
        "day": begins.date().isoformat(),
        "starts": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }
    name = str(start.listing.facility.name)
    return ShownStart(name, formats.period(start.span), urlencode(query))


def _around(setup: int, clearing: int) -> str:
    parts = []
    if setup:
        parts.append(_("set-up %(minutes)d min") % {"minutes": setup})
    if clearing:
        parts.append(_("clearing %(minutes)d min") % {"minutes": clearing})
    return ", ".join(parts)
