"""The outbox in the admin: to look at, and to send again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from lib import clock
from notices.models import Notice, State

Write = Callable[..., Notice]
ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.django_db


def outbox() -> str:
    return reverse("admin:notices_notice_changelist")


def send_again(client: Client, *notices: Notice) -> None:
    chosen = [notice.pk for notice in notices]
    client.post(outbox(), {"action": "send_again", "_selected_action": chosen})


def test_the_list_masks_the_address_and_shows_no_facts(
    client_of: ClientOf, administrator: User, write: Write
) -> None:
    notice = write()
    client = client_of(administrator)
    shown = client.get(outbox()).content.decode()
    assert notice.reference in shown
    assert "jih***@example.com" in shown
    assert "jiho.kim@example.com" not in shown
    one = client.get(reverse("admin:notices_notice_change", args=[notice.pk])).content.decode()
    assert "jiho.kim@example.com" in one  # to see what is wrong with it
    assert "김지호" not in one


def test_the_list_by_state(client_of: ClientOf, administrator: User, write: Write) -> None:
    waiting, given_up = write(), write()
    Notice.objects.filter(pk=given_up.pk).update(given_up_at=clock.now())
    shown = client_of(administrator).get(outbox() + f"?state={State.GIVEN_UP}").content.decode()
    assert given_up.reference in shown
    assert waiting.reference not in shown


def test_the_list_costs_the_same_with_one_letter_and_with_many(
    client_of: ClientOf,
    administrator: User,
    write: Write,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(administrator)
    write()
    with django_assert_max_num_queries(20) as one:
        client.get(outbox())
    for _ in range(20):
        write()
    with django_assert_max_num_queries(len(one)):
        client.get(outbox())


def test_what_was_given_up_is_sent_again_and_what_was_sent_is_not(
    client_of: ClientOf, administrator: User, write: Write
) -> None:
    given_up, done = write(), write()
    Notice.objects.filter(pk=given_up.pk).update(given_up_at=clock.now(), attempts=10)
    Notice.objects.filter(pk=done.pk).update(sent_at=clock.now())
    send_again(client_of(administrator), given_up, done)
    given_up.refresh_from_db()
    done.refresh_from_db()
    assert (given_up.state, given_up.attempts) == (State.WAITING, 0)
    assert done.state == State.SENT


def test_nobody_else_gets_in(client_of: ClientOf, citizen: User, desk: User, write: Write) -> None:
    given_up = write()
    Notice.objects.update(given_up_at=clock.now())
    for person in (citizen, desk):
        client = client_of(person)
        send_again(client, given_up)
        assert client.get(outbox()).status_code in {302, 403}
    given_up.refresh_from_db()
    assert given_up.state == State.GIVEN_UP


def test_a_letter_is_neither_added_nor_changed_nor_deleted(
    client_of: ClientOf, administrator: User, write: Write
) -> None:
    notice = write()
    client = client_of(administrator)
    pages = [
        reverse("admin:notices_notice_add"),
        reverse("admin:notices_notice_change", args=[notice.pk]),
        reverse("admin:notices_notice_delete", args=[notice.pk]),
    ]
    assert [client.post(page, {"to": "x@example.com"}).status_code for page in pages] == [403] * 3
    assert Notice.objects.get().to == "jiho.kim@example.com"
