"""The page where an application begins."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from applications.drafting import MOST_DRAFTS, begin
from applications.models import Application, Draft
from tests.applications.samples import hand_in

pytestmark = pytest.mark.usefixtures("city_hall")
APPLY = "/en/apply/"
ClientOf = Callable[[User], Client]


def test_everybody_may_read_what_is_needed(client: Client) -> None:
    page = client.get(APPLY).content.decode()
    assert 'href="/en/facilities/plaza-a/"' in page
    assert 'href="/en/facilities/moran/"' not in page
    assert "What you have begun" not in page


def test_who_is_not_signed_in_comes_back_after_signing_in(client: Client) -> None:
    answer = client.post(f"{APPLY}?facility=onnuri")
    assert answer["Location"] == "/en/accounts/login/?next=/en/apply/%3Ffacility%3Donnuri"
    assert not Draft.objects.exists()


def test_looking_begins_nothing(client_of: ClientOf, organiser: User) -> None:
    client_of(organiser).get(f"{APPLY}?facility=onnuri")
    assert not Draft.objects.exists()


def test_it_begins_with_what_is_known(client_of: ClientOf, organiser: User) -> None:
    address = f"{APPLY}?facility=onnuri&date=2026-12-18&start=10:00"
    answer = client_of(organiser).post(address)
    draft = Draft.objects.get()
    assert answer["Location"] == f"/en/apply/{draft.reference}/"
    assert draft.typed["contact_name"] == [organiser.name]
    assert draft.typed["ground"] == ["resident"]
    row = {name: draft.typed[f"visit-0-{name}"] for name in ("facility", "day", "starts")}
    assert row == {"facility": ["onnuri"], "day": ["2026-12-18"], "starts": ["10:00"]}


def test_what_was_begun_is_shown_to_its_person_alone(
    client_of: ClientOf, organiser: User, citizen: User
) -> None:
    begin(organiser, {"title": ["봄맞이 장터"]})
    assert "봄맞이 장터" in client_of(organiser).get(APPLY).content.decode()
    assert "봄맞이 장터" not in client_of(citizen).get(APPLY).content.decode()


def test_nobody_begins_without_end(client_of: ClientOf, organiser: User) -> None:
    for _count in range(MOST_DRAFTS):
        begin(organiser, {})
    answer = client_of(organiser).post(APPLY)
    assert answer.status_code == 409
    assert 'data-code="too_many_drafts"' in answer.content.decode()
    assert Draft.objects.count() == MOST_DRAFTS


@pytest.mark.parametrize("number", [1, 8])
def test_the_queries_do_not_grow_with_the_drafts(
    client_of: ClientOf,
    organiser: User,
    number: int,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for _count in range(number):
        begin(organiser, {"title": ["장터"]})
    browser = client_of(organiser)
    browser.get(APPLY)
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        browser.get(APPLY)


def test_nobody_gives_the_same_twice(client_of: ClientOf, organiser: User) -> None:
    hand_in(organiser, organisation="여수동 마을책모임(예시)", ground="organisation_here")
    client_of(organiser).post(APPLY)
    typed = Draft.objects.get().typed
    assert typed["organisation"] == ["여수동 마을책모임(예시)"]
    assert typed["ground"] == ["organisation_here"]
    assert typed["representative"] == ["한대표"]
    assert "title" not in typed


def test_what_was_forgotten_is_not_needed(client_of: ClientOf, organiser: User) -> None:
    application = hand_in(organiser)
    Application.objects.filter(pk=application.pk).update(asked={})
    client_of(organiser).post(APPLY)
    assert "organisation" not in Draft.objects.get().typed


def test_no_ground_is_chosen_for_who_claims_none(client_of: ClientOf, stranger: User) -> None:
    client_of(stranger).post(APPLY)
    assert Draft.objects.get().typed["ground"] == [""]
