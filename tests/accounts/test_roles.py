"""Roles are grants that hold from a day to a day, in Seoul."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import roles, verbs
from accounts.models import Role, RoleGrant, User
from lib import clock

At = Callable[[datetime], None]
TODAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)  # in Seoul


def grant(user: User, role: str, starts: int, ends: int | None) -> RoleGrant:
    """A grant from so many days after today until so many."""
    given: RoleGrant = RoleGrant.objects.create(
        user=user,
        role=role,
        starts_on=TODAY + timedelta(days=starts),
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
    )
    return given


@pytest.mark.parametrize(
    ("starts", "ends", "in_force"),
    [
        (0, None, True),
        (-400, None, True),
        (0, 1, True),
        (-2, -1, False),  # ended yesterday
        (-2, 0, False),  # today is the first day without it
        (0, 0, False),  # given and taken back on one day
        (1, None, False),  # starts tomorrow
    ],
)
def test_role_holds_from_its_first_day_to_the_day_before_its_end(
    stranger: User, at: At, starts: int, ends: int | None, in_force: bool
) -> None:
    at(NOON)
    grant(stranger, Role.OFFICER, starts, ends)
    assert roles.holds(stranger, Role.OFFICER) is in_force
    assert roles.works_here(stranger) is in_force
    assert (stranger in roles.holders(Role.OFFICER)) is in_force


def test_day_changes_at_midnight_in_seoul(stranger: User, at: At) -> None:
    grant(stranger, Role.DESK, 0, None)
    at(datetime(2026, 11, 30, 14, 59, tzinfo=UTC))
    assert not roles.is_desk(stranger)
    at(datetime(2026, 11, 30, 15, 0, tzinfo=UTC))
    assert roles.is_desk(stranger), "the same instance asks anew on a new day"


def test_roles_are_asked_once(
    officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert roles.is_officer(officer)
        assert not roles.is_desk(officer)
        assert not officer.is_superuser


def test_one_role_does_not_include_another(desk: User, officer: User, administrator: User) -> None:
    assert [roles.is_desk(one) for one in (desk, officer, administrator)] == [True, False, False]
    assert [roles.is_officer(one) for one in (desk, officer, administrator)] == [False, True, False]


def test_nobody_and_the_shut_out_hold_nothing(administrator: User) -> None:
    administrator.is_active = False
    assert not roles.is_administrator(administrator)
    assert not administrator.is_superuser
    assert not administrator.has_perm("accounts.change_user")
    assert not roles.works_here(AnonymousUser())


def test_given_and_ended_at_once(stranger: User, administrator: User) -> None:
    given = verbs.give_role(stranger, Role.OFFICER, by=administrator)
    assert roles.is_officer(stranger)
    assert verbs.end_role(given)
    assert not roles.is_officer(stranger)
    assert not verbs.end_role(given), "ended already"


def test_grant_that_has_not_begun_can_be_ended(stranger: User, at: At) -> None:
    at(NOON)
    later = grant(stranger, Role.DESK, 5, None)
    assert verbs.end_role(later)
    assert later.ends_on == later.starts_on


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"ends_on": date(2026, 11, 30)}], ids=["role", "end before start"]
)
def test_database_refuses_a_grant_that_cannot_be(stranger: User, wrong: dict[str, object]) -> None:
    given = {"user": stranger, "role": Role.DESK, "starts_on": TODAY} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(**given)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "Upper@example.com"},
        {"language": "xx"},
        {"residency": "emperor"},
        {"residency": "none", "residency_verified_at": NOON},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_database_refuses_a_user_that_cannot_be(stranger: User, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=stranger.pk).update(**wrong)


@pytest.mark.django_db
def test_user_is_one_whatever_the_case_of_the_address() -> None:
    made = User.objects.create_user(" Mixed@Example.COM ", name="한사람")
    assert made.email == "mixed@example.com"
    assert User.objects.get_by_natural_key("MIXED@example.com") == made
    assert not made.has_usable_password()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("MIXED@example.com", name="두사람")
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("  ", name="빈사람")


@pytest.mark.django_db
def test_superuser_is_an_administrator_who_can_sign_in(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "강물-바람-31-kite")
    call_command(
        "createsuperuser", interactive=False, email="root@example.com", name="처음이", verbosity=0
    )
    user = User.objects.get(email="root@example.com")
    assert user.is_superuser
    assert user.role_grants.get().starts_on == clock.today()
    given = {"login": user.email, "password": "강물-바람-31-kite", "next": "/admin/"}
    assert client.post("/accounts/login/", given).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
