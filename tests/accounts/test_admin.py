"""Users and grants in the admin."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import RoleGrant, User

ClientOf = Callable[[User], Client]


@pytest.mark.django_db
def test_visitor_is_sent_to_the_one_page_to_sign_in(client: Client) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("who", ["citizen", "desk", "officer"])
def test_others_are_turned_away(
    request: pytest.FixtureRequest, client_of: ClientOf, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get("/admin/", follow=True).status_code == 403


def test_administrator_reads_the_lists(administrator: User, client_of: ClientOf) -> None:
    client = client_of(administrator)
    for page in ("user/", f"user/{administrator.pk}/change/", "rolegrant/", "rolegrant/add/"):
        assert client.get(f"/admin/accounts/{page}").status_code == 200


@pytest.mark.parametrize("page", ["account/emailaddress/", "auth/group/"])
def test_addresses_and_groups_are_not_edited_here(
    administrator: User, client_of: ClientOf, page: str
) -> None:
    client = client_of(administrator)
    assert client.get(f"/admin/{page}").status_code == 404
    assert page not in client.get("/admin/").content.decode()


def test_grant_carries_who_gave_it(
    administrator: User, stranger: User, client_of: ClientOf
) -> None:
    given = {"user": stranger.pk, "role": "desk", "starts_on": "2026-12-01", "ends_on": ""}
    response = client_of(administrator).post("/admin/accounts/rolegrant/add/", given)
    assert response.status_code == 302
    assert RoleGrant.objects.get(user=stranger).granted_by == administrator


def test_grant_given_on_the_page_of_a_user_carries_who_gave_it(
    administrator: User, stranger: User, client_of: ClientOf
) -> None:
    given = {
        "name": stranger.name,
        "mobile": stranger.mobile,
        "language": "ko",
        "residency": "none",
        "is_active": "on",
        "role_grants-TOTAL_FORMS": "1",
        "role_grants-INITIAL_FORMS": "0",
        "role_grants-0-role": "officer",
        "role_grants-0-starts_on": "2026-12-01",
    }
    client = client_of(administrator)
    response = client.post(f"/admin/accounts/user/{stranger.pk}/change/", given)
    assert response.status_code == 302
    assert RoleGrant.objects.get(user=stranger).granted_by == administrator


def test_grant_is_ended_and_not_deleted_or_rewritten(
    administrator: User, officer: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    grant = officer.role_grants.get()
    assert client.post(f"/admin/accounts/rolegrant/{grant.pk}/delete/").status_code == 403
    change = f"/admin/accounts/rolegrant/{grant.pk}/change/"
    client.post(change, {"role": "administrator", "starts_on": "2000-01-01", "ends_on": ""})
    grant.refresh_from_db()
    assert (grant.role, grant.starts_on) == ("officer", date(2012, 1, 2))
    chosen = {"action": "end_now", "_selected_action": grant.pk}
    client.post("/admin/accounts/rolegrant/", chosen)
    officer.refresh_from_db()
    assert not officer.roles


def test_end_before_the_start_is_said_and_not_stored(
    administrator: User, officer: User, client_of: ClientOf
) -> None:
    grant = officer.role_grants.get()
    change = f"/admin/accounts/rolegrant/{grant.pk}/change/"
    response = client_of(administrator).post(change, {"ends_on": "2011-12-31"})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    grant.refresh_from_db()
    assert grant.ends_on is None


def test_checked_ground_is_noted_only_where_one_is_claimed(
    administrator: User, citizen: User, stranger: User, client_of: ClientOf
) -> None:
    User.objects.update(residency_verified_at=None)
    chosen = {"action": "note_ground_as_checked", "_selected_action": [citizen.pk, stranger.pk]}
    client_of(administrator).post("/admin/accounts/user/", chosen)
    citizen.refresh_from_db()
    stranger.refresh_from_db()
    assert citizen.is_residency_verified
    assert not stranger.is_residency_verified


def test_user_is_neither_added_nor_deleted(
    administrator: User, citizen: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.post(f"/admin/accounts/user/{citizen.pk}/delete/").status_code == 403
