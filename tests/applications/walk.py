"""Random steps through the life of applications: what test_applying_always.py walks."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from accounts.models import User
from applications import charging
from applications.announcing import publish_event
from applications.answering import answer
from applications.applying import submit_change
from applications.asking import AskedVisit, Asking
from applications.asking_more import Item, ask, propose, withdraw_question
from applications.deciding import approve, hand_over, refuse
from applications.models import Application, Charge, Draft, Question
from applications.reviewing import OPEN
from applications.withdrawing import withdraw, withdraw_change
from bookings.decision import LIVE
from bookings.models import Booking
from config.timetable import settle_queues
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Event
from facilities import closing
from facilities.models import Facility
from lib import clock
from lib.refusal import Refused
from lib.spans import Span
from tests.applications.samples import draft_of, hand_in

SLUGS = ("plaza", "plaza-a", "plaza-b", "onnuri")
FIRST = date(2026, 12, 10)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does; the numbers choose among what is there."""

    what: str
    who: int
    which: int
    size: int


@dataclass
class World:
    """Who takes part, and what the walk has seen done."""

    people: list[User]
    officers: list[User]
    done: Counter[str]

    def do(self, step: Step) -> bool:
        """Do it by the verb. False: there was nothing to do it with, or it was refused."""
        try:
            happened = STEPS[step.what](self, step)
        except Refused:
            happened = False
        self.done[f"{step.what}{'' if happened else ' (not)'}"] += 1
        return happened

    def person(self, step: Step) -> User:
        return self.people[step.who % len(self.people)]

    def officer(self, step: Step) -> User:
        return self.officers[step.who % len(self.officers)]


def visits(step: Step) -> list[AskedVisit]:
    """One to three visits, close to each other: rivals and neighbours are likely."""
    found = []
    for extra in range(1 + step.size % 3):
        number = step.which + extra * 5
        day = FIRST + timedelta(days=number % 3)
        starts_at = clock.seoul(day, time(9 + (step.size + extra * 3) % 9))
        span = Span(starts_at, starts_at + timedelta(hours=4))
        found.append(AskedVisit(SLUGS[number % len(SLUGS)], span, people=20))
    return found


def open_one(step: Step) -> Application | None:
    rows = Application.objects.filter(state__in=OPEN).select_related("booking__person")
    found = list(rows.order_by("pk"))
    return found[step.which % len(found)] if found else None


def live_one(step: Step) -> Booking | None:
    found = list(Booking.objects.filter(state__in=LIVE).select_related("person").order_by("pk"))
    return found[step.which % len(found)] if found else None


def _hand_in(world: World, step: Step) -> bool:
    hand_in(world.person(step), *visits(step))
    return True


def _change(world: World, step: Step) -> bool:
    booking = live_one(step)
    if booking is None or booking.person is None:
        return False
    latest = Asking.from_json(booking.applications.latest("number").asked)
    changed = replace(latest, visits=(*latest.visits[:1], *visits(step)))
    if step.size % 2:
        changed = replace(latest, visits=tuple(visits(step)))
    draft = draft_of(booking.person) if Draft.objects.filter(changes=booking).exists() else None
    Draft.objects.filter(changes=booking).delete()
    draft = draft_of(booking.person, booking)
    submit_change(booking.person, draft, changed, str(uuid.uuid4()))
    return True


def _approve(world: World, step: Step) -> bool:
    one = open_one(step)
    if one is None:
        return False
    everybody = frozenset(Booking.objects.values_list("reference", flat=True))
    number = len(one.asked["visits"])
    left_out = frozenset({1}) if step.size == 3 and number > 1 else frozenset[int]()
    approve(
        world.officer(step),
        one,
        one.revision,
        left_out=left_out,
        rivals_seen=everybody,
        why="까닭",
    )
    return True


def _refuse(world: World, step: Step) -> bool:
    one = open_one(step)
    return bool(one and refuse(world.officer(step), one, one.revision, "까닭"))


def _hand_over(world: World, step: Step) -> bool:
    one = open_one(step)
    return bool(one and hand_over(world.officer(step), one, one.revision, world.officers[0]))


def _ask(world: World, step: Step) -> bool:
    one = open_one(step)
    until = clock.now() + timedelta(days=step.size)
    return bool(one and ask(world.officer(step), one, one.revision, [Item("text", "시각", until)]))


def _propose(world: World, step: Step) -> bool:
    one = open_one(step)
    if one is None:
        return False
    wish = visits(step)[0]
    until = clock.now() + timedelta(days=step.size)
    number = 1 + step.size % len(one.asked["visits"])
    officer = world.officer(step)
    propose(officer, one, one.revision, number, wish.slug, wish.span, "어떠세요?", until)
    return True


def _question(step: Step) -> Question | None:
    rows = Question.objects.filter(answered_at=None, withdrawn_at=None)
    found = list(rows.select_related("application__booking__person").order_by("pk"))
    return found[step.which % len(found)] if found else None


def _answer(world: World, step: Step) -> bool:
    question = _question(step)
    if question is None:
        return False
    person = question.application.booking.person
    return bool(person and answer(person, question, "네", accepts=bool(step.size % 4)))


def _withdraw_question(world: World, step: Step) -> bool:
    question = _question(step)
    if question is None:
        return False
    withdraw_question(world.officer(step), question, question.application.revision)
    return True


def _withdraw(world: World, step: Step) -> bool:
    booking = live_one(step)
    return bool(booking and booking.person and withdraw(booking.person, booking))


def _withdraw_change(world: World, step: Step) -> bool:
    one = open_one(step)
    person = one.booking.person if one else None
    return bool(one and person and withdraw_change(person, one))


def _close(world: World, step: Step) -> bool:
    facility = Facility.objects.get(slug=SLUGS[step.which % len(SLUGS)])
    closing.close(facility, visits(step)[0].span, reason_ko="공사")
    return True


def _pay(world: World, step: Step) -> bool:
    charges = list(Charge.objects.filter(paid_at=None).select_related("application__booking"))
    if not charges:
        return False
    one = charges[step.which % len(charges)]
    charging.record_payment(world.officer(step), one, one.application.revision)
    return True


def _publish_event(world: World, step: Step) -> bool:
    booking = live_one(step)
    return bool(booking and publish_event(world.officer(step), booking))


def _reword_event(world: World, step: Step) -> bool:
    event = Event.objects.order_by("pk").first()
    if event is None:
        return False
    wanted = wanted_of(event)
    about = replace(wanted.about, title_ko=f"행사 {step.which}")
    change = Edit(world.officer(step), replace(wanted, about=about))
    return bool(edit(event, event.revision, change))


def _worker(world: World, step: Step) -> bool:
    return settle_queues.func() > 0


STEPS: dict[str, Callable[[World, Step], bool]] = {
    "hand in": _hand_in,
    "change": _change,
    "approve": _approve,
    "refuse": _refuse,
    "hand over": _hand_over,
    "ask": _ask,
    "propose": _propose,
    "answer": _answer,
    "withdraw question": _withdraw_question,
    "withdraw": _withdraw,
    "withdraw change": _withdraw_change,
    "close": _close,
    "worker": _worker,
    "publish event": _publish_event,
    "reword event": _reword_event,
}


def next_moment(step: Step, now: datetime) -> datetime:
    """To when time passes: some hours, or some days."""
    return now + timedelta(hours=(2, 24, 72, 200)[step.size % 4])
