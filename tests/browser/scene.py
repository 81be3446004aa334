"""Who visits the house: guests, and neighbours who were quicker. Run by furnish.py."""

import datetime as dt
import json
import sys
import uuid
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.demo import PASSWORD
from accounts.models import Residency, Role, User
from accounts.verbs import give_role
from bookings.cancel import cancel
from bookings.changing import cancel_visits
from bookings.models import Booking
from bookings.reserve import Asked, Request, reserve
from lib import clock
from lib.spans import Span
from tests.browser import application_scene, session_scene, staff_event_scene, staff_scene
from tests.browser.moment import NOW, day

GUESTS = 60
# Invented, as everybody in this house.
FAMILY, GIVEN = "강남도류문배서", ("가온", "나래", "다솜", "라온", "마루", "바름")
PURPOSES = ("독서 모임", "마을 소식지 편집 회의", "보드게임 모임", "우쿨렐레 연습", "육아 모임")
# Facility, days ahead, start, minutes, people: the week looks as a week does.
AHEAD = (
    ("moran", 1, "10:00", 120, 12),
    ("moran", 2, "14:00", 180, 15),
    ("moran", 3, "09:00", 60, 8),
    ("moran", 3, "13:00", 120, 16),
    ("moran", 4, "15:00", 120, 9),
    ("moran", 7, "09:00", 120, 11),
    ("moran", 8, "10:00", 60, 6),
    ("moran", 8, "14:00", 120, 17),
    ("moran", 9, "16:00", 120, 10),
    ("moran", 10, "11:00", 180, 12),
    ("moran", 11, "09:00", 180, 14),
    ("tancheon", 1, "13:00", 120, 9),
    ("tancheon", 2, "10:00", 60, 5),
    ("tancheon", 3, "15:00", 180, 13),
    ("tancheon", 8, "14:00", 60, 7),
    ("bookcafe-room", 0, "16:00", 60, 4),
    ("bookcafe-room", 1, "14:00", 120, 5),
)


def arrive(folder: Path) -> None:
    """Make everybody and what they have booked; leave what the tests must know in a file."""
    guests = [guest(number) for number in range(GUESTS)]
    neighbours = []
    for number, wish in enumerate(AHEAD):
        neighbours.append(person(f"neighbour{number}@example.com", number))
        book(neighbours[-1], *wish)
    known: dict[str, Any] = {"guests": guests, "password": PASSWORD, "regular": regular(neighbours)}
    known["officer"] = officer(neighbours, known["regular"])
    by_email = {user.email: user for user in User.objects.all()}
    known["regular"] |= application_scene.fill(
        by_email[known["officer"]["email"]], by_email[known["regular"]["email"]], neighbours
    )
    known["regular"] |= staff_event_scene.fill(
        by_email[known["officer"]["email"]], known["regular"]
    )
    (folder / "house.json").write_text(json.dumps(known), encoding="utf-8")


def guest(number: int) -> dict[str, str]:
    """Somebody who has booked nothing yet."""
    user = person(f"guest{number:02}@example.com", number)
    return {"email": user.email, "name": user.name, "session": session_of(user)}


def regular(neighbours: Sequence[User]) -> dict[str, str]:
    """Somebody who often comes: bookings over, cancelled, to come, and one too late to cancel."""
    user = person("regular@example.com", 100)
    with clock.stopped(NOW - dt.timedelta(days=21)):
        book(user, "moran", -14, "10:00", 60, 5)
    cancelled = book(user, "tancheon", 9, "10:00", 60, 5)
    cancel(user, cancelled)
    coming = book(user, "tancheon", 9, "14:00", 120, 8)
    with clock.stopped(NOW - dt.timedelta(days=3)):
        too_late = book(user, "moran", 0, "13:00", 60, 3)
    return {
        "email": user.email,
        "name": user.name,
        "session": session_of(user),
        "cancelled": cancelled.reference,
        "coming": coming.reference,
        "too_late": too_late.reference,
        "series": series(user).reference,
        **session_scene.fill(neighbours, user),
    }


def officer(neighbours: Sequence[User], known: dict[str, str]) -> dict[str, str]:
    """Somebody who works here, at the desk and at the applications."""
    user = person("officer-of-the-house@example.com", 101)
    give_role(user, Role.OFFICER, by=None)
    staff_scene.fill(user, neighbours, known)
    return {"email": user.email, "name": user.name, "session": session_of(user)}


def names() -> Iterator[str]:
    """So many different ones; guests beyond them share a name."""
    return (family + given for given in GIVEN for family in FAMILY)


def person(email: str, number: int) -> User:
    """Make a resident with a confirmed address."""
    known = list(names())
    user = User.objects.create_user(
        email,
        name=known[number % len(known)],
        mobile=f"0100000{number + 2000:04}",
        residency=Residency.RESIDENT,
        password=PASSWORD,
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def session_of(user: User) -> str:
    """The key of a session in which the person is signed in."""
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def book(user: User, slug: str, ahead: int, start: str, minutes: int, people: int) -> Booking:
    """Book by the verb that the form uses."""
    return book_all(user, visit(slug, ahead, start, minutes, people))


def series(user: User) -> Booking:
    """A club that meets by the café; one of its dates was given back."""
    dates = (visit("bookcafe-room", ahead, "10:00", 60, 6) for ahead in (2, 4, 9, 11))
    made = book_all(user, *dates)
    return cancel_visits(user, made, [2])


def visit(slug: str, ahead: int, start: str, minutes: int, people: int) -> Asked:
    """One visit, so many days ahead."""
    starts_at = clock.seoul(day(ahead), dt.time.fromisoformat(start))
    return Asked(slug, Span(starts_at, starts_at + dt.timedelta(minutes=minutes)), people)


def book_all(user: User, *visits: Asked) -> Booking:
    """Book these visits as one."""
    request = Request(
        visits=visits,
        purpose=PURPOSES[user.pk % len(PURPOSES)],
        group_name="",
        contact_name=user.name,
        phone=user.mobile,
        email=user.email,
    )
    return reserve(user, request, str(uuid.uuid4()))


if __name__ == "__main__":
    with clock.stopped(NOW):
        arrive(Path(sys.argv[1]))
