"""People who are signed in before the clock runs, and what their browsers would send."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.utils.crypto import get_random_string

from accounts.models import User
from bench.clients import request
from bench.load import ROOMS, last_filled_day
from lib import clock, formats

HOURS = range(9, 21)


@dataclass(frozen=True, slots=True)
class Browser:
    """A person with the cookies of one who has signed in and opened a form."""

    person: User
    session: str
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}; csrftoken={self.secret}"}


@dataclass(frozen=True, slots=True)
class Place:
    """An hour of a room that nobody has booked yet."""

    slug: str
    day: date
    hour: int


def signed_in(first: int, number: int) -> list[Browser]:
    """So many of the loaded people from the first on, each with a session of their own."""
    people = User.objects.filter(email__startswith="person-").order_by("email")
    browsers = [
        Browser(
            person,
            session=get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"),
            secret=get_random_string(CSRF_SECRET_LENGTH),
        )
        for person in people[first : first + number]
    ]
    if len(browsers) < number:
        raise LookupError(f"there are not {first + number} people")
    Session.objects.bulk_create(
        Session(
            session_key=browser.session,
            session_data=SessionStore().encode(
                {
                    SESSION_KEY: str(browser.person.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: browser.person.get_session_auth_hash(),
                }
            ),
            expire_date=clock.now() + timedelta(days=1),
        )
        for browser in browsers
    )
    return browsers


def free_places(days_after: int, number: int) -> list[Place]:
    """Free hours from a day on that lies so many days after the last filled one: room by room,
    then hour by hour, then day by day."""
    return [
        Place(
            slug=f"bench-{1 + position % ROOMS:02}",
            hour=HOURS[position // ROOMS % len(HOURS)],
            day=last_filled_day() + timedelta(days=days_after + position // ROOMS // len(HOURS)),
        )
        for position in range(number)
    ]


def sent(browser: Browser, fields: Mapping[str, str]) -> bytes:
    """The fields of a form as the browser sends them."""
    return urlencode({"csrfmiddlewaretoken": browser.secret, **fields}).encode()


def party(browser: Browser, session: str, people: int, key: str) -> dict[str, str]:
    """The fields of the form for so many places in a session, filled in."""
    return {
        "key": key,
        "session": session,
        "people": str(people),
        "name": browser.person.name,
        "phone": browser.person.mobile,
    }


def form(browser: Browser, place: Place) -> bytes:
    """The filled-in form of a room as the browser sends it."""
    fields = {
        "key": str(uuid.uuid4()),
        "date": place.day.isoformat(),
        "start": formats.clock_time(time(place.hour)),
        "minutes": "60",
        "people": "5",
        "purpose": "독서 모임",
        "group_name": "",
        "name": browser.person.name,
        "phone": browser.person.mobile,
        "email": browser.person.email,
    }
    return sent(browser, fields)


def booking(port: int, browser: Browser, place: Place) -> bytes:
    """The request that books."""
    path = f"/facilities/{place.slug}/book/"
    return request(port, path, headers=browser.headers, body=form(browser, place))


def bookings(port: int, browsers: Sequence[Browser], places: Sequence[Place]) -> list[bytes]:
    """One request each."""
    return [booking(port, *pair) for pair in zip(browsers, places, strict=True)]
