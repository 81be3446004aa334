"""The people of the tests, one fixture each, all invented; and the clock held still."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import Residency, Role, RoleGrant, User
from lib import clock

# Long before any moment at which a test holds the clock.
IN_OFFICE_SINCE = date(2012, 1, 2)
CHECKED_AT = datetime(2012, 1, 2, tzinfo=UTC)


def person(
    email: str, name: str, mobile: str, *, residency: str = Residency.NONE, verified: bool = False
) -> User:
    """Make a user with a confirmed address and no password (sign in by `client_of`)."""
    user = User.objects.create_user(
        email,
        name=name,
        mobile=mobile,
        residency=residency,
        residency_verified_at=CHECKED_AT if verified else None,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _in_office(email: str, name: str, mobile: str, role: str) -> User:
    user = person(email, name, mobile)
    RoleGrant.objects.create(user=user, role=role, starts_on=IN_OFFICE_SINCE)
    return user


@pytest.fixture
def citizen(db: None) -> User:
    """A resident of Seongnam, checked at the desk."""
    return person(
        "nadeuri@example.com", "나들이", "01000001001", residency="resident", verified=True
    )


@pytest.fixture
def second_citizen(db: None) -> User:
    """Another resident, checked too."""
    return person(
        "hanmaru@example.com", "한마루", "01000001002", residency="resident", verified=True
    )


@pytest.fixture
def organiser(db: None) -> User:
    """A resident who applies for a group."""
    return person(
        "moyeora@example.com", "모여라", "01000001003", residency="resident", verified=True
    )


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody signed in who has to do with nothing, and claims no ground for use."""
    return person("namsonnim@example.com", "남손님", "01000001009")


@pytest.fixture
def desk(db: None) -> User:
    """A clerk of the front desk."""
    return _in_office("annaeon@example.kr", "안내온", "01000001004", Role.DESK)


@pytest.fixture
def officer(db: None) -> User:
    """An officer who decides applications."""
    return _in_office("simsara@example.kr", "심사라", "01000001005", Role.OFFICER)


@pytest.fixture
def administrator(db: None) -> User:
    """Who sets the site up."""
    return _in_office("gwanria@example.kr", "관리아", "01000001006", Role.ADMINISTRATOR)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Hold the clock at a moment (aware) until the test ends; may be called again to move it."""
    with ExitStack() as stack:

        def hold(moment: datetime) -> None:
            stack.enter_context(clock.stopped(moment))

        yield hold
