"""What a crowd does about the places of one session: each answer leads people to their next press.

Who gets places may cancel at once; who is refused may join the queue; who waits may leave again;
who is offered places accepts, declines or does not answer. All of it happens while others still
press. What everybody was told is kept, to be compared with what is in the database.
"""

import random
import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.db import connection

from bench import clients, people
from bench.clients import Answer, request
from bench.people import Browser
from bench.sessions import SLUG
from facilities.models import Session


class Do(StrEnum):
    """A button."""

    BOOK = "book"
    WAIT = "wait"
    CANCEL = "cancel"
    LEAVE = "leave"
    ACCEPT = "accept"
    DECLINE = "decline"


# The refusals that may come of it, and those that may besides when somebody pressed twice, or has
# left the queue, and so has got or given up by one press what the other is refused for.
REFUSALS = {Do.BOOK: {"session_full"}, Do.WAIT: {"free_now"}}
REFUSALS_AFTER_ANOTHER = {
    Do.BOOK: {"most_a_day"},
    Do.WAIT: {"most_a_day"},
    Do.ACCEPT: {"most_a_day", "offer_declined"},
}
PRESSES = 8  # so often at most somebody goes back to the form when told that there is room


@dataclass(frozen=True, slots=True)
class Temper:
    """What somebody will do when it comes to it, drawn before."""

    people: int
    presses_twice: bool
    cancels: bool
    waits: bool
    leaves: bool
    about_offers: Do | None  # None: does not answer
    cancels_accepted: bool


def tempers(number: int, seed: int, largest: int) -> list[Temper]:
    """So many of them; few enough keep what they get that places go round many times."""
    draw = random.Random(seed)
    return [
        Temper(
            people=draw.randint(1, largest),
            presses_twice=draw.random() < 0.3,
            cancels=draw.random() < 0.8,
            waits=draw.random() < 0.7,
            leaves=draw.random() < 0.15,
            about_offers=draw.choices([Do.ACCEPT, Do.DECLINE, None], [75, 22, 3])[0],
            cancels_accepted=draw.random() < 0.85,
        )
        for _ in range(number)
    ]


@dataclass(frozen=True, slots=True)
class Press:
    """A button that somebody pressed, on what (a reference, or for BOOK and WAIT the key)."""

    do: Do
    who: int
    on: str
    is_again: bool = False  # the answer was yes, and got lost on the way


def new_press(do: Do, who: int) -> Press:
    """A press of a form that was opened anew."""
    return Press(do, who, str(uuid.uuid4()))


@dataclass
class Crowd:
    """Everybody, with what they were told."""

    port: int
    session: Session
    browsers: Sequence[Browser]
    tempers: Sequence[Temper]
    calm: bool = False  # nobody does more than was asked of them
    presses: list[Press] = field(default_factory=list)
    told: dict[Do, dict[str, int]] = field(default_factory=lambda: {do: {} for do in Do})
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    errors: int = 0  # 5xx and broken lines
    offered: set[str] = field(default_factory=set)
    led_to: dict[tuple[Do, str], str] = field(default_factory=dict)  # what a press became

    def meet(self, first: Sequence[Press], at_a_time: int) -> list[tuple[Press, Answer]]:
        """These presses at once, and all that comes of them; with the answers."""
        self.presses = []
        requests = [self.send(press) for press in first]
        answers, _took = clients.converse(self.port, requests, at_a_time, self.then)
        return list(zip(self.presses, answers, strict=True))

    def opening(self, who: Collection[int]) -> list[Press]:
        """Everybody presses the button that books; some do so twice."""
        presses = [new_press(Do.BOOK, one) for one in who]
        return presses + [press for press in presses if self.tempers[press.who].presses_twice]

    def send(self, press: Press) -> bytes:
        """The request of a press; it is known from now on by its number."""
        self.presses.append(press)
        browser = self.browsers[press.who]
        fields = {"do": press.do.value}
        match press.do:
            case Do.BOOK | Do.WAIT:
                size = self.tempers[press.who].people
                fields |= people.party(browser, self.session.reference, size, press.on)
                path = f"/facilities/{SLUG}/book/"
            case Do.CANCEL:
                path = f"/bookings/{press.on}/cancel/"
            case Do.LEAVE:
                path = f"/waiting/{press.on}/"
            case Do.ACCEPT | Do.DECLINE:
                path = f"/offers/{press.on}/"
        return request(self.port, path, headers=browser.headers, body=people.sent(browser, fields))

    def then(self, number: int, answer: Answer) -> list[bytes]:
        """What the answer to a press leads to."""
        press = self.presses[number]
        if answer.status >= 500 or answer.status == 0:
            self.errors += 1
            return []
        if answer.status != 302:
            self.refused[f"{press.do}: {answer.code or answer.status}"] += 1
            next_presses = self._after_refusal(press, answer)
        else:
            next_presses = self._after_yes(press, answer.location)
        if not self.calm:
            next_presses += self._about_offers()
        return [self.send(one) for one in next_presses]

    def _after_refusal(self, press: Press, answer: Answer) -> list[Press]:
        if not self._may_be_refused(press, answer.code):
            self.wrong.append(f"{press.do} was answered by {answer.status} {answer.code}")
            return []
        if self.calm:
            return []
        if answer.code == "session_full" and self.tempers[press.who].waits:
            return [new_press(Do.WAIT, press.who)]
        tried = sum(one.who == press.who and one.do == Do.BOOK for one in self.presses)
        if answer.code == "free_now" and tried < PRESSES:
            return [new_press(Do.BOOK, press.who)]
        return []

    def _may_be_refused(self, press: Press, code: str) -> bool:
        if press.is_again:
            return False
        temper = self.tempers[press.who]
        return code in REFUSALS.get(press.do, ()) or (
            (temper.presses_twice or temper.leaves)
            and code in REFUSALS_AFTER_ANOTHER.get(press.do, ())
        )

    def _after_yes(self, press: Press, location: str) -> list[Press]:
        reference = location.split("?", maxsplit=1)[0].rstrip("/").split("/")[-1]
        if not self._is_the_same_again(press, reference):
            return []
        temper = self.tempers[press.who]
        self.told[press.do][press.on if press.do in ON_ITSELF else reference] = press.who
        if self.calm:
            return []
        if press.do == Do.WAIT and temper.leaves:
            return [Press(Do.LEAVE, press.who, reference)]
        if press.do not in {Do.BOOK, Do.ACCEPT}:
            return []
        again = [replace(press, is_again=True)] if temper.presses_twice else []
        cancels = temper.cancels if press.do == Do.BOOK else temper.cancels_accepted
        return again + ([Press(Do.CANCEL, press.who, reference)] if cancels else [])

    def _is_the_same_again(self, press: Press, reference: str) -> bool:
        """False for a second press; it must lead to where the first one led."""
        there = self.led_to.setdefault((press.do, press.on), "")
        if not there:
            self.led_to[press.do, press.on] = reference
        elif there != reference:
            self.wrong.append(f"{press.do} pressed twice: {there} and {reference}")
        return not there

    def _about_offers(self) -> list[Press]:
        """People read their letters: what is held for whom, and nobody has answered yet."""
        persons = {browser.person.pk: who for who, browser in enumerate(self.browsers)}
        presses = []
        for reference, person in open_offers(self.session):
            temper = self.tempers[persons[person]]
            if reference in self.offered:
                continue
            self.offered.add(reference)
            if temper.about_offers:
                press = Press(temper.about_offers, persons[person], reference)
                presses += [press] * (2 if temper.presses_twice else 1)
        return presses


# What these are told is about the booking, the wait or the offer that they were pressed on.
ON_ITSELF = {Do.CANCEL, Do.LEAVE, Do.DECLINE}


def open_offers(session: Session) -> list[tuple[str, int]]:
    """The offers of a session that stand, with whose they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, person_id FROM bookings_offer "
            "WHERE session_id = %s AND state = 'open' ORDER BY id",
            [session.pk],
        )
        return list(cursor.fetchall())
