"""Whatever officers do in whatever order: the calendar and the rooms never disagree."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from accounts.models import User
from events.as_it_stands import places_wanted, wanted_of
from events.editing import Edit, edit
from events.models import Event
from events.planning import plan, plan_series
from events.publication import TAKES_PLACE, Published
from events.publishing import cancel, postpone, publish
from events.scope import Scope
from events.wanted import wants
from facilities import occupancy
from facilities.catalogue import catalogue
from facilities.models import Slot
from facilities.recurring import Every, Rule
from lib.refusal import Refused
from lib.spans import Span, quarters
from tests.events.samples import SATURDAY, market
from tests.places import listing, span

STEPS = 60
ZONES = ("plaza-a", "plaza-b", "plaza")
WHY = "바꿀 까닭이 있습니다."


class Walk:
    """An officer at work, beside bookings that come and go."""

    def __init__(self, officer: User, seed: int) -> None:
        self.officer, self.random = officer, Random(seed)
        self.seen: dict[int, tuple[str, int, bool]] = {}  # UID, revision, announced
        self.did: dict[str, int] = {}

    def run(self) -> None:
        """So many steps, and the truths after each."""
        steps: list[Callable[[], object]] = [
            self.plan, self.series, self.move, self.reword, self.publish, self.postpone,
            self.cancel, self.book,
        ]  # fmt: skip
        for _step in range(STEPS):
            step = self.random.choice(steps)
            with suppress(Refused, occupancy.SpaceTaken):
                if step() is not False:
                    self.did[step.__name__] = self.did.get(step.__name__, 0) + 1
            self.check()

    def day(self) -> object:
        return SATURDAY + timedelta(days=self.random.randrange(8))

    def one(self) -> Event | None:
        events = list(Event.objects.exclude(state=Published.CANCELLED).order_by("pk"))
        return self.random.choice(events) if events else None

    def scope(self) -> str:
        return self.random.choice(Scope.values)

    def plan(self) -> object:
        wanted = market(self.day(), self.random.choice(ZONES))  # type: ignore[arg-type]
        return plan(self.officer, wanted, publish=self.random.random() < 0.5)

    def series(self) -> object:
        day = self.day()
        rule = Rule(Every.WEEK, day, times=3)  # type: ignore[arg-type]
        wanted = market(day, self.random.choice(ZONES))  # type: ignore[arg-type]
        return plan_series(self.officer, wanted, rule, publish=self.random.random() < 0.5)

    def move(self) -> object:
        event = self.one()
        if event is None:
            return False
        wanted = wanted_of(event)
        slug = self.random.choice(ZONES)
        starts_at = wanted.span.starts_at + timedelta(days=self.random.choice((0, 0, 1)))
        starts_at += timedelta(hours=self.random.choice((-1, 0, 1)))
        moved = Span(starts_at, starts_at + timedelta(hours=self.random.choice((2, 3, 4))))
        places = tuple(replace(one, slug=slug, span=moved) for one in wanted.places)
        change = replace(wanted, span=moved, places=places, programme=())
        return edit(event, event.revision, Edit(self.officer, change, self.scope(), reason_ko=WHY))

    def reword(self) -> object:
        event = self.one()
        if event is None:
            return False
        wanted = wanted_of(event)
        about = replace(wanted.about, title_ko=f"장터 {self.random.randrange(99)}")
        return edit(
            event, event.revision, Edit(self.officer, replace(wanted, about=about), self.scope())
        )

    def publish(self) -> object:
        event = self.one()
        return event is not None and publish(self.officer, event, event.revision, self.scope())

    def postpone(self) -> object:
        event = self.one()
        return event is not None and postpone(self.officer, event, event.revision, WHY)

    def cancel(self) -> object:
        event = self.one()
        if event is None or self.random.random() < 0.5:
            return False
        return cancel(self.officer, event, event.revision, WHY, scope=self.scope())

    def book(self) -> object:
        """Somebody else takes an hour of a zone for good."""
        at = span(self.day(), "15:00", "16:00")  # type: ignore[arg-type]
        with transaction.atomic():
            return occupancy.take([occupancy.Want(listing("plaza-b").space_ids, at)])

    def check(self) -> None:
        """The truths."""
        known = catalogue()
        held: set[tuple[int, object]] = set()
        for event in Event.objects.all():
            uid, revision, announced = self.seen.get(event.pk, (event.uid, 0, False))
            assert event.uid == uid
            assert event.revision >= revision
            assert event.is_announced or not announced
            self.seen[event.pk] = (event.uid, event.revision, event.is_announced)
            if event.state not in TAKES_PLACE:
                assert not event.places.filter(occupancy__isnull=False).exists()
                continue
            assert event.state == Published.DRAFT or event.is_announced
            own = {
                (space_id, at)
                for want in wants(places_wanted(event), known)
                for space_id in want.space_ids
                for at in quarters(want.span)
            }
            mine = Slot.objects.filter(occupancy__event_place__event=event)
            assert set(mine.values_list("space_id", "starts_at")) == own
            assert not held & own
            held |= own
        assert set(self.seen) == set(Event.objects.values_list("pk", flat=True))
        of_events = Slot.objects.filter(occupancy__event_place__isnull=False)
        assert of_events.count() == len(held)
        orphans = Slot.objects.filter(occupancy__event_place__isnull=True)
        assert all(one.starts_at.hour == 6 for one in orphans)  # the hour that somebody booked


@pytest.mark.parametrize("seed", range(6))
def test_the_slots_are_those_of_what_takes_place(officer: User, seed: int) -> None:
    walk = Walk(officer, seed)
    walk.run()
    assert set(walk.did) >= {"plan", "move", "reword", "publish", "book"}, walk.did
