"""The officers' inbox: what waits for a decision, by the day at which it must be decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from applications.asking import Asking
from applications.missing import Missing, missing
from applications.models import Application, Paper, Question
from applications.reviewing import OPEN, Reviewed
from applications.rivals import numbers
from bookings.decision import LIVE, Decided
from bookings.models import Visit
from facilities.catalogue import Catalogue, catalogue
from lib import clock, formats

TONES = {
    Reviewed.APPROVED: "success",
    Reviewed.REFUSED: "danger",
    Reviewed.ASKED: "warning",
    Reviewed.SUBMITTED: "information",
}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One application in the list."""

    reference: str
    title: str
    who: str
    when: str
    where: str
    received: str
    due: str
    due_word: str
    due_tone: str
    state: str
    state_tone: str
    state_note: str
    is_change: bool
    rivals: str
    missing: str
    officer: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed down to. Empty: all."""

    whose: str = ""  # mine, nobody
    state: str = ""
    facility: str = ""  # slug
    text: str = ""


# What may be looked for beside what is open: it was decided, and money may still be to settle.
DECIDED, UNPAID, REFUND = "decided", "unpaid", "refund"
BEYOND = frozenset({DECIDED, UNPAID, REFUND})


def inbox(filters: Filters, officer: User) -> QuerySet[Application]:
    """Open applications that still stand, the most urgent first: along one small index.

    Where it is asked for, what was decided instead, the latest first.
    """
    rows = _of_the_state(filters.state)
    if filters.whose == "mine":
        rows = rows.filter(officer=officer)
    elif filters.whose == "nobody":
        rows = rows.filter(officer=None)
    if filters.facility:
        here = Visit.objects.filter(facility__slug=filters.facility)
        rows = rows.filter(booking__in=here.values("booking"))
    for word in filters.text.split()[:5]:
        rows = rows.filter(
            Q(booking__purpose__icontains=word)
            | Q(booking__group_name__icontains=word)
            | Q(booking__reference__iexact=word.replace("-", ""))
        )
    if filters.state in BEYOND:
        return rows.order_by("-decided_at", "-pk")
    return rows.order_by("due_on", "counts_from", "pk")


def _of_the_state(state: str) -> QuerySet[Application]:
    """The newest versions of what was decided, or what waits for a decision."""
    newer = Application.objects.filter(booking=OuterRef("booking"), number__gt=OuterRef("number"))
    decided = Application.objects.exclude(state__in=OPEN).filter(~Exists(newer))
    if state == DECIDED:
        return decided.exclude(asked={})
    if state == UNPAID:
        return Application.objects.filter(
            state=Reviewed.APPROVED,
            booking__state=Decided.APPROVED,
            charge__paid_at=None,
            charge__amount_won__gt=F("charge__credit_won"),
        ).exclude(asked={})
    if state == REFUND:
        return Application.objects.filter(charge__refund_won__gt=F("charge__refunded_won")).exclude(
            asked={}
        )
    rows = Application.objects.filter(state__in=OPEN, booking__state__in=LIVE)
    return rows.filter(state=state) if state in OPEN else rows


def with_all(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With what a row shows, in a fixed number of queries."""
    return rows.select_related("booking__contact", "officer").prefetch_related(
        Prefetch("questions", Question.objects.order_by("answer_by")),
        Prefetch("booking__papers", Paper.objects.only("booking_id", "purpose")),
    )


def entries(rows: Sequence[Application], now: datetime) -> list[ShownEntry]:
    """In the active language; two queries for the rivals of all rows together."""
    known = catalogue()
    rivals = numbers([row for row in rows if row.is_open], known)
    return [_entry(row, rivals.get(row.pk, 0), known, now) for row in rows]


def _entry(row: Application, rivals: int, known: Catalogue, now: datetime) -> ShownEntry:
    booking, asking = row.booking, Asking.from_json(row.asked)
    state, state_tone, state_note = state_of(row, row.questions.all(), now)
    word, tone = due_in_words(row.due_on, clock.today())
    lacks = what_is_missing(row, known) if row.is_open else []
    if not row.is_open:
        word = tone = ""
    first = asking.visits[0]
    more = len(asking.visits) - 1
    when = formats.period(first.span)
    if more:
        when += " " + ngettext("and %(number)d more", "and %(number)d more", more) % {
            "number": more
        }
    names = [
        str(listing.facility.name) if (listing := known.listing(visit.slug)) else visit.slug
        for visit in asking.visits
    ]
    return ShownEntry(
        reference=booking.reference,
        title=booking.purpose,
        who=who_applies(row),
        when=when,
        where=", ".join(dict.fromkeys(names)),
        received=formats.moment(row.received_at),
        due=formats.day(row.due_on),
        due_word=word,
        due_tone=tone,
        state=state,
        state_tone=state_tone,
        state_note=state_note,
        is_change=row.is_change,
        rivals=_rivals_in_words(rivals),
        missing=", ".join(one.what for one in lacks),
        officer=row.officer.name if row.officer else "",
    )


def who_applies(row: Application) -> str:
    """The organisation in full; a person masked, as long as nobody opens the application."""
    if row.booking.group_name:
        return str(row.booking.group_name)
    contact = getattr(row.booking, "contact", None)
    return formats.masked_name(contact.name) if contact else "-"


def what_is_missing(row: Application, known: Catalogue) -> list[Missing]:
    """What is not there yet. The application comes with its booking's papers."""
    asking = Asking.from_json(row.asked)
    today = clock.today()
    policies = [
        policy
        for visit in asking.visits
        if (listing := known.listing(visit.slug)) and (policy := listing.policy_on(today))
    ]
    papers = {paper.purpose for paper in row.booking.papers.all()}
    first_use = min(visit.span.starts_at for visit in asking.visits)
    day = first_use.astimezone(clock.SEOUL).date()
    return missing(asking.details, policies, papers, day)


def state_of(
    row: Application, questions: Iterable[Question], now: datetime
) -> tuple[str, str, str]:
    """How far it is, in a word or two, the tone, and until when."""
    if not row.is_open:
        return str(row.get_state_display()), TONES.get(Reviewed(row.state), "gray"), ""
    asked = [one for one in questions if one.answered_at is None and one.withdrawn_at is None]
    if row.state != Reviewed.ASKED or not asked:
        answered = any(one.answered_at for one in questions)
        return (_("Answered") if answered else _("To be decided")), "information", ""
    late = [one for one in asked if one.answer_by <= now]
    if late:
        return _("Answer overdue"), "danger", ""
    until = formats.moment(min(one.answer_by for one in asked))
    return _("Waits for an answer"), "warning", until


def due_in_words(due_on: date, today: date) -> tuple[str, str]:
    """How many days are left, in words, and the tone."""
    left = (due_on - today).days
    if left < 0:
        late = ngettext("%(days)d day overdue", "%(days)d days overdue", -left)
        return late % {"days": -left}, "danger"
    if left == 0:
        return _("due today"), "danger"
    told = ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}
    return told, "warning" if left <= 2 else "gray"


def _rivals_in_words(number: int) -> str:
    if not number:
        return ""
    told = ngettext("%(number)d rival", "%(number)d rivals", number)
    return told % {"number": number}
