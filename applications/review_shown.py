"""One application as the officer sees it: everything on one page, in ready texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from applications.asked_shown import facts_of
from applications.asking import Asking
from applications.differences import Difference, differences
from applications.history_shown import WORDS
from applications.inbox_shown import TONES, due_in_words, state_of, what_is_missing
from applications.judging import around_of, case_of, fitted_if_possible
from applications.models import Application, Paper
from applications.priority import LAST
from applications.questions_shown import ShownQuestion, questions_of
from applications.reviewing import Reviewed
from applications.rivals import rivals_of
from bookings.decision import LIVE
from bookings.models import Booking, Record
from facilities import occupancy
from facilities.catalogue import Catalogue, catalogue
from facilities.shown import Fact
from lib import clock, formats
from lib.spans import Span, quarters


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

    @property
    def label(self) -> str:
        """In a list to choose from."""
        return f"{self.number}. {self.facility}, {self.when}"


@dataclass(frozen=True, slots=True)
class ShownRival:
    """Another application for some of the same, with what ranks it."""

    reference: str
    title: str
    who: str
    received: str
    counts_from: str
    priority: str
    visits: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A line of the record, with who did it."""

    when: str
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class ShownReview:
    """All that the page says."""

    reference: str
    title: str
    version: int
    revision: int
    is_open: bool
    state: str
    tone: str
    waits_until: str
    due: str
    due_word: str
    due_tone: str
    received: str
    officer: str
    missing: list[str]
    facts: list[Fact]
    visits: list[ShownVisit]
    rivals: list[ShownRival]
    questions: list[ShownQuestion]
    differences: list[Difference]
    papers: list[Paper]
    conditions: list[str]
    why: str
    history: list[ShownStep]
    is_outdoors: bool
    is_forgotten: bool


def shown_review(booking: Booking, now: datetime) -> ShownReview:
    """In the active language. The booking comes from `own.applications_of` or `all_of_it`."""
    known = catalogue()
    versions = sorted(booking.applications.all(), key=lambda one: one.number)
    latest = versions[-1]
    latest.booking = booking
    asking = Asking.from_json(latest.asked) if latest.asked else None
    is_open = latest.is_open and booking.state in LIVE
    state, tone, until = str(latest.get_state_display()), tone_of(latest), ""
    if is_open:
        state, tone, until = state_of(latest, latest.questions.all(), now)
    elif latest.is_open:
        state, tone = str(booking.get_state_display()), "gray"
    word, due_tone = due_in_words(latest.due_on, clock.today())
    names = {item.facility.slug: str(item.facility.name) for item in known.listings}
    policies = [visit.policy for visit in booking.visits.all()]
    return ShownReview(
        reference=booking.reference,
        title=booking.purpose,
        version=latest.number,
        revision=latest.revision,
        is_open=is_open,
        state=state,
        tone=tone,
        waits_until=until,
        due=formats.day(latest.due_on),
        due_word=word if is_open else "",
        due_tone=due_tone,
        received=formats.moment(latest.received_at),
        officer=latest.officer.name if latest.officer else "",
        missing=what_is_missing(latest, known) if asking and is_open else [],
        facts=facts_of(asking.details) if asking else [],
        visits=_visits(latest, asking, known, now, is_open=is_open) if asking else [],
        rivals=[_rival(one, known) for one in rivals_of(latest)] if asking and is_open else [],
        questions=questions_of(booking, latest, now, names),
        differences=_differences(versions, names),
        papers=list(booking.papers.all()),
        conditions=list(latest.conditions),
        why=latest.why,
        history=[_step(record) for record in reversed(booking.records.all())],
        is_outdoors=any(policy.is_listed for policy in policies),
        is_forgotten=asking is None,
    )


def tone_of(version: Application) -> str:
    """Of its state."""
    return TONES.get(Reviewed(version.state), "gray")


def _differences(versions: Sequence[Application], names: dict[str, str]) -> list[Difference]:
    """To the version before, if there is one that is still kept."""
    if len(versions) < 2 or not versions[-1].asked or not versions[-2].asked:
        return []
    before, after = (Asking.from_json(one.asked) for one in versions[-2:])
    return differences(before, after, lambda slug: names.get(slug, slug))


def _visits(
    latest: Application, asking: Asking, known: Catalogue, now: datetime, *, is_open: bool
) -> list[ShownVisit]:
    """Each with how its time stands for who decides."""
    case = case_of(asking, known, now)
    arounds = fitted_if_possible(case)
    own = {
        (space.pk, quarter)
        for visit in latest.booking.visits.all()
        if visit.occupancy_id
        for space in visit.facility.spaces.all()
        for quarter in quarters(around_of(visit).whole)
    }
    spaces = tuple(sorted({space for one in arounds for space in one.space_ids}))
    whole = Span(
        min(one.whole.starts_at for one in arounds), max(one.whole.ends_at for one in arounds)
    )
    taken = occupancy.taken_quarters(spaces, whole, now) - own if is_open else set()
    held = {
        (one.facility.slug, one.span) for one in latest.booking.visits.all() if one.occupancy_id
    }
    shown = []
    for number, (asked, around) in enumerate(zip(asking.visits, arounds, strict=True), start=1):
        listing = known.listing(asked.slug)
        state, tone = _("Not offered any more"), "danger"
        if listing:
            is_taken = any(
                (space, quarter) in taken
                for space in around.space_ids
                for quarter in quarters(around.whole)
            )
            is_held = (asked.slug, asked.span) in held
            state, tone = _state(latest, number, is_open, is_taken, is_held)
        shown.append(
            ShownVisit(
                number=number,
                facility=str(listing.facility.name) if listing else asked.slug,
                when=formats.period(asked.span),
                around=_around(around.setup_minutes, around.clearing_minutes),
                people=f"{asked.people:,}",
                state=state,
                tone=tone,
            )
        )
    return shown


def _state(
    latest: Application, number: int, is_open: bool, is_taken: bool, is_held: bool
) -> tuple[str, str]:
    if not is_open:
        if number in latest.left_out:
            return _("Not approved"), "danger"
        return str(latest.get_state_display()), tone_of(latest)
    if is_taken:
        return _("Taken by something else"), "danger"
    return (_("Held"), "success") if is_held else (_("Free"), "success")


def _around(setup: int, clearing: int) -> str:
    parts = []
    if setup:
        parts.append(_("set-up %(minutes)d min") % {"minutes": setup})
    if clearing:
        parts.append(_("clearing %(minutes)d min") % {"minutes": clearing})
    return ", ".join(parts)


def _rival(one: Application, known: Catalogue) -> ShownRival:
    asking = Asking.from_json(one.asked)
    contact = getattr(one.booking, "contact", None)
    masked = formats.masked_name(contact.name) if contact else "-"
    visits = [
        f"{listing.facility.name}, {formats.period(visit.span)}"
        for visit in asking.visits
        if (listing := known.listing(visit.slug))
    ]
    return ShownRival(
        reference=one.booking.reference,
        title=one.booking.purpose,
        who=one.booking.group_name or masked,
        received=formats.moment(one.received_at),
        counts_from=formats.moment(one.counts_from),
        priority="" if one.priority == LAST else str(one.priority),
        visits="; ".join(visits),
    )


def _step(record: Record) -> ShownStep:
    words = WORDS.get(record.what)
    what = _(words[0]) if words else _("Handed over")
    who = record.who.name if record.who else _("By itself")
    return ShownStep(formats.moment(record.at), who, what, record.why)
