"""Real programs subscribe to the real server: khal and vdirsyncer see what is new, moved, off."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from accounts.models import User
from bookings import calendar_links
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Event
from events.publishing import cancel, postpone
from facilities.models import Holiday
from lib import clock
from tests.bookings.samples import asked, book
from tests.bookings.server import serving
from tests.events.samples import fair, market, published
from tests.events.subscriber import Line, Subscriber

pytestmark = [pytest.mark.once, pytest.mark.race, pytest.mark.django_db(transaction=True)]

WHY, WHY_EN = "비가 와서 옮깁니다.", "It rains."


@pytest.fixture(autouse=True)
def _true_time(_monday_noon: None) -> Iterator[None]:
    """The server's clock runs, so ours must."""
    held = clock._held[:]
    clock._held.clear()
    yield
    clock._held[:] = held


def saturday() -> date:
    """Two or three weeks from now."""
    today = clock.today()
    return today + timedelta(days=14 + (5 - today.weekday()) % 7)


def _weekday() -> date:
    """The first day on which a room is open, two weeks from now or later."""
    holidays = set(Holiday.objects.values_list("day", flat=True))
    following = (clock.today() + timedelta(days=14 + number) for number in range(30))
    return next(day for day in following if day.weekday() < 5 and day not in holidays)


def one(lines: list[Line], title: str) -> Line:
    """The only entry of that title."""
    (found,) = [line for line in lines if line.title.endswith(title)]
    return found


def test_a_subscriber_sees_what_is_new_moved_postponed_and_cancelled(
    officer: User, tmp_path: Path
) -> None:
    day = saturday()
    first = published(officer, market(day))
    here = Subscriber(tmp_path)
    with serving() as server:
        here.subscribe(f"http://127.0.0.1:{server.port}/en/events.ics")
        (line,) = here.shows(day.isoformat())
        assert (line.starts, line.ends) == (f"{day} 13:00", f"{day} 16:00")
        assert line.title == "Yeosu-dong flea market"
        assert line.status.strip() != "CANCELLED"

        published(officer, fair(day + timedelta(days=1)))
        here.look_again()
        assert one(here.shows(day.isoformat()), "Welfare fair").starts[-5:] == "10:00"

        event = Event.objects.get(pk=first.pk)
        moved = Edit(officer, wanted_of(event).shifted(7), reason_ko=WHY, reason_en=WHY_EN)
        edit(event, event.revision, moved)
        here.look_again()
        line = one(here.shows(day.isoformat()), "flea market")
        assert line.starts == f"{day + timedelta(days=7)} 13:00"

        event = Event.objects.get(pk=first.pk)
        postpone(officer, event, event.revision, WHY, WHY_EN)
        here.look_again()
        assert one(here.shows(day.isoformat()), "flea market").title.startswith("[Postponed] ")

        event = Event.objects.get(pk=first.pk)
        cancel(officer, event, event.revision, WHY, WHY_EN)
        here.look_again()
        line = one(here.shows(day.isoformat()), "flea market")
        assert line.title == "[Cancelled] Yeosu-dong flea market"
        assert "CANCELLED" in line.status.upper()
        assert len(here.shows(day.isoformat())) == 2


def test_ones_own_bookings_come_by_the_secret_address_until_it_is_renewed(
    citizen: User, tmp_path: Path
) -> None:
    day = _weekday()
    booking = book(citizen, asked(day=day))
    path = calendar_links.whole_address(calendar_links.make(citizen)).whole.partition("8000")[2]
    here = Subscriber(tmp_path)
    with serving() as server:
        here.subscribe(f"http://127.0.0.1:{server.port}{path}")
        (line,) = here.shows(day.isoformat())
        assert line.starts == f"{day} 14:00"
        assert booking.purpose in line.title
        calendar_links.renew(citizen)
        with pytest.raises(AssertionError, match="Not Found"):
            here.look_again()
