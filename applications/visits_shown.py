"""The visits of a version as its person sees them: what was asked, and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from applications.asking import AskedVisit, Asking
from applications.judging import arounds_of, case_of
from applications.models import Application
from applications.progress import UNDECIDED_YET, Progress, Standing
from applications.rivals import Wanted, counts
from applications.wanting import Around
from bookings.attendance import Attended
from bookings.models import Booking, Visit
from facilities import occupancy
from facilities.availability import is_taken
from facilities.catalogue import Catalogue, catalogue
from facilities.models import Slot
from lib import formats
from lib.spans import Span

Key = tuple[str, datetime, datetime]


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """One visit. The tone is said by the words too."""

    number: int
    facility: str
    slug: str  # empty: no page of it any more
    when: str
    around: str  # set-up and clearing
    people: str
    state: str
    tone: str
    note: str = ""


def visits_of(
    booking: Booking, version: Application, standing: Standing, now: datetime
) -> list[ShownVisit]:
    """In the active language; the version still says what was asked.

    The booking comes with its visits. Three queries at the most, however many visits there are.
    """
    known = catalogue()
    asking = Asking.from_json(version.asked)
    rows = _rows(booking)
    is_undecided = version is standing.change or standing.progress in UNDECIDED_YET
    if is_undecided:
        states = _undecided(booking, asking, standing, known, now)
    else:
        states = [
            _decided(number, rows.get(_key(one)), version, standing.progress)
            for number, one in enumerate(asking.visits, start=1)
        ]
    return [
        _shown(number, asked, rows.get(_key(asked)), known, state)
        for number, (asked, state) in enumerate(zip(asking.visits, states, strict=True), start=1)
    ]


def rows_of(booking: Booking, standing: Standing) -> list[ShownVisit]:
    """The bare visits, where the version does not say any more what was asked."""
    known = catalogue()
    shown = []
    for number, row in enumerate(booking.visits.all(), start=1):
        asked = AskedVisit(
            row.facility.slug, row.span, row.setup_minutes, row.clearing_minutes, row.people
        )
        shown.append(
            _shown(number, asked, row, known, _State(str(standing.progress.label), "gray"))
        )
    return shown


def _key(asked: AskedVisit) -> Key:
    return asked.slug, asked.span.starts_at, asked.span.ends_at


def _rows(booking: Booking) -> Mapping[Key, Visit]:
    """The booking's visits by what they are; of two alike the one that stands."""
    ordered = sorted(booking.visits.all(), key=lambda one: one.attendance != Attended.CANCELLED)
    rows: dict[Key, Visit] = {}
    for visit in ordered:
        rows.setdefault((visit.facility.slug, visit.starts_at, visit.ends_at), visit)
    return rows


@dataclass(frozen=True, slots=True)
class _State:
    word: str
    tone: str
    note: str = ""


def _decided(number: int, row: Visit | None, version: Application, progress: Progress) -> _State:
    """What became of a visit of a version that nobody has to decide any more."""
    if number in version.left_out or progress == Progress.REFUSED:
        return _State(_("Not approved"), "danger")
    is_cancelled = row is not None and row.attendance == Attended.CANCELLED
    if progress in {Progress.APPROVED, Progress.IN_PART, Progress.UNPAID}:
        if is_cancelled:
            return _State(_("Cancelled by City Hall"), "danger")
        if progress == Progress.UNPAID:
            return _State(_("Approved"), "success", _("held until the fee is due"))
        return _State(_("Approved"), "success")
    return _State(str(progress.label), "danger" if progress == Progress.CLOSED else "gray")


def _undecided(
    booking: Booking, asking: Asking, standing: Standing, known: Catalogue, now: datetime
) -> list[_State]:
    """How the wanted time stands for each visit: held, free, wanted by others, given away."""
    case = case_of(asking, known, now)
    arounds = arounds_of(case)
    others = _held_by_others(booking, arounds, now)
    rivals = _rivals(booking, asking, known)
    rows = _rows(booking)
    states = []
    for place, asked in enumerate(asking.visits):
        row = rows.get(_key(asked))
        if case.listings[place] is None:
            states.append(_State(_("Not offered any more"), "danger"))
        elif row and row.attendance == Attended.EXPECTED and standing.approved:
            states.append(_State(_("Approved before"), "success", _("stays as it is")))
        elif is_taken(arounds[place].want, others):
            note = _("The time went to somebody else. Ask for another one by a change.")
            states.append(_State(_("Given to somebody else meanwhile"), "danger", note))
        elif row and row.occupancy_id and row.attendance == Attended.EXPECTED:
            states.append(_State(_("Held for you"), "success", _("until it is decided")))
        else:
            states.append(_open(rivals[place]))
    return states


def _open(rivals: int) -> _State:
    if not rivals:
        return _State(_("Free"), "success", _("not held: others may apply too"))
    told = _("Others have applied for the same time: %(number)d") % {"number": rivals}
    return _State(_("Others have applied"), "warning", told)


def _held_by_others(
    booking: Booking, arounds: Sequence[Around], now: datetime
) -> Collection[tuple[int, datetime]]:
    """The taken quarters around the visits, without what this application holds itself."""
    spaces = tuple(sorted({space for around in arounds for space in around.space_ids}))
    if not spaces:
        return set()
    whole = Span(
        min(around.whole.starts_at for around in arounds),
        max(around.whole.ends_at for around in arounds),
    )
    own = {visit.occupancy_id for visit in booking.visits.all() if visit.occupancy_id}
    for version in booking.applications.all():
        own |= {one.occupancy_id for one in version.questions.all() if one.occupancy_id}
    held = Slot.objects.filter(occupancy_id__in=own).values_list("space_id", "starts_at")
    return occupancy.taken_quarters(spaces, whole, now) - set(held)


def _rivals(booking: Booking, asking: Asking, known: Catalogue) -> dict[int, int]:
    """By place, how many other undecided applications want some of the same; never who."""
    wanted = {
        place: Wanted(frozenset(listing.space_ids), asked.span)
        for place, asked in enumerate(asking.visits)
        if (listing := known.listing(asked.slug))
    }
    return dict(zip(wanted, counts(list(wanted.values()), known, booking.pk), strict=True))


def _shown(
    number: int, asked: AskedVisit, row: Visit | None, known: Catalogue, state: _State
) -> ShownVisit:
    listing = known.listing(asked.slug)
    facility = listing.facility if listing else row.facility if row else None
    # What the policy asks for at least stands in the row, once there is one.
    setup = row.setup_minutes if row else asked.setup_minutes
    clearing = row.clearing_minutes if row else asked.clearing_minutes
    return ShownVisit(
        number=number,
        facility=str(facility.name) if facility else asked.slug,
        slug=asked.slug if listing else "",
        when=formats.period(asked.span),
        around=_around(setup, clearing),
        people=f"{asked.people:,}",
        state=state.word,
        tone=state.tone,
        note=state.note,
    )


def _around(setup: int, clearing: int) -> str:
    """The time before and after, in words; empty when there is none."""
    parts = [(_("set-up"), setup), (_("clearing"), clearing)]
    return ", ".join(
        f"{name} {formats.how_long(timedelta(minutes=minutes))}"
        for name, minutes in parts
        if minutes
    )
