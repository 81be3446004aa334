"""One application as the officer sees it: everything on one page, in ready texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.announcing import against
from applications.asked_shown import facts_of
from applications.asking import Asking
from applications.differences import Difference, differences
from applications.history_shown import WORDS
from applications.inbox_shown import due_in_words, state_of, what_is_missing
from applications.missing import Missing
from applications.models import Application, Paper
from applications.priority import LAST
from applications.questions_shown import ShownQuestion, questions_of
from applications.retelling import foretold
from applications.reviewed_visits_shown import ShownVisit, decided_visits, open_visits, tone_of
from applications.rivals import rivals_of
from bookings.decision import LIVE, Decided
from bookings.models import Booking, Record
from events.publication import Published
from facilities.catalogue import Catalogue, catalogue
from facilities.shown import Fact
from lib import clock, formats
from lib.refusal import Refusal


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
class ShownVersion:
    """An earlier version: what it asked for, and what became of it."""

    number: int
    state: str
    tone: str
    received: str
    decided: str
    officer: str
    visits: list[str]
    why: str
    conditions: list[str]


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """What stands in the event calendar for it."""

    reference: str
    title: str
    state: str


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
    missing: list[Missing]
    facts: list[Fact]
    visits: list[ShownVisit]
    rivals: list[ShownRival]
    questions: list[ShownQuestion]
    differences: list[Difference]
    papers: list[Paper]
    conditions: list[str]
    why: str
    history: list[ShownStep]
    earlier: list[ShownVersion]  # the latest first
    first_use: date
    is_outdoors: bool
    is_forgotten: bool
    event: ShownEvent | None  # in the calendar,
    no_event: Refusal | None  # or why it cannot be there (again),
    can_publish: bool  # or that it can
    event_then: str  # what becomes of it with the approval


def shown_review(booking: Booking, now: datetime) -> ShownReview:
    """In the active language. The booking comes from `own.everything`."""
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
    rivals = rivals_of(latest) if asking and is_open else []
    visits: list[ShownVisit] = []
    if asking:
        visits = (
            open_visits(latest, rivals, known, now)
            if is_open
            else decided_visits(latest, known, now)
        )
    is_to_publish = _is_to_publish(booking)
    no_event = against(booking, versions) if is_to_publish else None
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
        visits=visits,
        rivals=[_rival(one, known) for one in rivals],
        questions=questions_of(booking, latest, now, names),
        differences=_differences(versions, names),
        papers=list(booking.papers.all()),
        conditions=list(latest.conditions),
        why=latest.why,
        history=[_step(record) for record in reversed(booking.records.all())],
        earlier=[_version(one, known) for one in reversed(versions[:-1])],
        first_use=_first_use(booking, asking),
        is_outdoors=is_outdoors(asking, known) if asking else False,
        is_forgotten=asking is None,
        event=_event(booking),
        no_event=no_event,
        can_publish=is_to_publish and no_event is None,
        event_then=foretold(booking, versions) if is_open else "",
    )


def _is_to_publish(booking: Booking) -> bool:
    """Is nothing of it in the calendar, or only what was cancelled while the booking stands?"""
    if booking.event is None:
        return True
    return booking.event.state == Published.CANCELLED and booking.state == Decided.APPROVED


def _event(booking: Booking) -> ShownEvent | None:
    """What stands in the calendar for it."""
    event = booking.event
    if event is None:
        return None
    return ShownEvent(event.reference, str(event.title), str(event.get_state_display()))


def _differences(versions: Sequence[Application], names: dict[str, str]) -> list[Difference]:
    """To the version before, if there is one that is still kept."""
    if len(versions) < 2 or not versions[-1].asked or not versions[-2].asked:
        return []
    before, after = (Asking.from_json(one.asked) for one in versions[-2:])
    return differences(before, after, lambda slug: names.get(slug, slug))


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


def is_outdoors(asking: Asking, known: Catalogue) -> bool:
    """Is any of it on the plaza? Its applications are those that are listed for everyone."""
    today = clock.today()
    return any(
        policy.is_listed
        for visit in asking.visits
        if (listing := known.listing(visit.slug)) and (policy := listing.policy_on(today))
    )


def _first_use(booking: Booking, asking: Asking | None) -> date:
    visits = asking.visits if asking else booking.visits.all()
    starts = [one.span.starts_at for one in visits]
    return formats.in_seoul(min(starts)).date() if starts else clock.today()


def _version(one: Application, known: Catalogue) -> ShownVersion:
    asked = Asking.from_json(one.asked).visits if one.asked else ()
    names = [
        str(listing.facility.name) if (listing := known.listing(visit.slug)) else visit.slug
        for visit in asked
    ]
    return ShownVersion(
        number=one.number,
        state=str(one.get_state_display()),
        tone=tone_of(one),
        received=formats.moment(one.received_at),
        decided=formats.moment(one.decided_at) if one.decided_at else "",
        officer=one.decided_by.name if one.decided_by else "",
        visits=[
            f"{name}, {formats.period(visit.span)}"
            for name, visit in zip(names, asked, strict=True)
        ],
        why=one.why,
        conditions=list(one.conditions),
    )


def _step(record: Record) -> ShownStep:
    words = WORDS.get(record.what)
    what = _(words[0]) if words else _("Handed over")
    who = record.who.name if record.who else _("By itself")
    return ShownStep(formats.moment(record.at), who, what, record.why)
