"""`manage.py load_demo`."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.demo import CAST, PASSWORD
from accounts.models import RoleGrant, User


@pytest.fixture(autouse=True)
def in_demo_mode(settings: Settings) -> None:
    """The command is for the demo."""
    settings.DEMO = True


@pytest.mark.django_db
def test_everyone_of_the_cast_can_sign_in(client: Client) -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert len(out.getvalue().splitlines()) == len(CAST) == 6
    for actor in CAST:
        given = {"login": actor.email, "password": PASSWORD}
        assert client.post("/accounts/login/", given).status_code == 302
        client.post("/accounts/logout/")
    roles = {user.email: user.roles for user in User.objects.all()}
    assert roles["administrator@example.com"] == {"administrator"}
    assert roles["officer@example.com"] == {"officer"}
    assert roles["desk@example.com"] == {"desk"}
    assert roles["citizen@example.com"] == frozenset()


@pytest.mark.django_db
def test_second_run_leaves_the_same_people_and_sets_right_what_was_changed() -> None:
    call_command("load_demo", stdout=StringIO())
    User.objects.filter(email="citizen@example.com").update(is_active=False, name="바뀜")
    EmailAddress.objects.update(verified=False)
    call_command("load_demo", stdout=StringIO())
    assert User.objects.count() == EmailAddress.objects.filter(verified=True).count() == 6
    assert RoleGrant.objects.count() == 3
    citizen = User.objects.get(email="citizen@example.com")
    assert citizen.is_active
    assert not User.objects.filter(is_demo=False).exists()
    assert citizen.name != "바뀜"


@pytest.mark.django_db
def test_production_refuses_in_one_line(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError) as refused:
        call_command("load_demo", stdout=StringIO())
    assert "\n" not in str(refused.value)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_list_only_prints() -> None:
    out = StringIO()
    call_command("load_demo", "--list", stdout=out)
    assert PASSWORD in out.getvalue()
    assert all(actor.email in out.getvalue() for actor in CAST)
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_database_of_real_people_is_refused_in_one_line(
    citizen: User, arguments: list[str]
) -> None:
    with pytest.raises(CommandError, match="has users") as refused:
        call_command("load_demo", *arguments, stdout=StringIO())
    assert "\n" not in str(refused.value)
    assert User.objects.get() == citizen


@pytest.mark.django_db
def test_people_who_signed_up_in_the_demo_do_not_shut_it() -> None:
    call_command("load_demo", stdout=StringIO())
    User.objects.create_user("newcomer@example.com", name="새로미")
    call_command("load_demo", "--check", stdout=StringIO())
    call_command("load_demo", stdout=StringIO())
    assert User.objects.filter(is_demo=False).count() == 1


def test_cast_is_invented() -> None:
    assert all(actor.mobile.startswith("0100000") for actor in CAST)
    assert all(actor.email.endswith("@example.com") for actor in CAST)
