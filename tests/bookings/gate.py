"""Who gets through the gate of a page for who works here."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.test import Client

from accounts.models import Role, RoleGrant, User
from lib import clock
from tests.cast import person

ClientOf = Callable[[User], Client]


def given(role: str, number: int, *, ended: bool = False) -> User:
    """Somebody with that role, until today or until further."""
    user = person(f"{role}{number}@example.kr", "일하나", f"0100000{number:04}")
    today = clock.today()
    RoleGrant.objects.create(
        user=user,
        role=role,
        starts_on=today - timedelta(days=9),
        ends_on=today if ended else None,
    )
    return user


def answers(
    path: str, client_of: ClientOf, post: Mapping[str, str] | None = None
) -> dict[str, int]:
    """The status for everybody there is: a GET, or a POST with these values."""
    people: dict[str, Client] = {
        "nobody": Client(),
        "stranger": client_of(person("nobody@example.com", "남손님", "01000003000")),
        "was an officer": client_of(given(Role.OFFICER, 3001, ended=True)),
        "desk": client_of(given(Role.DESK, 3002)),
        "officer": client_of(given(Role.OFFICER, 3003)),
        "administrator": client_of(given(Role.ADMINISTRATOR, 3004)),
    }
    found = {}
    for who, browser in people.items():
        answer = browser.get(path) if post is None else browser.post(path, post)
        found[who] = answer.status_code
        if who == "nobody":
            assert answer["Location"].startswith("/en/accounts/login/?next=/en/")
    return found


FOR_STAFF = {
    "nobody": 302,
    "stranger": 404,
    "was an officer": 404,
    "desk": 200,
    "officer": 200,
    "administrator": 200,
}
FOR_OFFICERS = FOR_STAFF | {"desk": 403}
