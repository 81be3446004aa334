"""Delivering: once, in order, and over every failure."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from config.letters import ACCOUNT_MAIL
from lib import clock
from notices import delivery
from notices.models import Notice, State
from tests.notices.samples import KIND, NOON

Write = Callable[..., Notice]


pytestmark = pytest.mark.usefixtures("noon")


@pytest.mark.django_db
def test_deliver_sends_the_one_due_longest_first(write: Write) -> None:
    for minutes in (0, -2, -1, +1):
        write(facts={"title": str(minutes), "name": "n"}, due_at=NOON + timedelta(minutes=minutes))
    assert delivery.deliver_due() == 3
    assert [message.subject for message in mail.outbox] == ["[ko] -2", "[ko] -1", "[ko] 0"]
    assert Notice.objects.in_state(State.SENT).count() == 3
    assert delivery.deliver_due() == 0


@pytest.mark.django_db
def test_deliver_stops_after_the_letter_in_hand(write: Write) -> None:
    for _ in range(3):
        write()
    assert delivery.deliver_due(stop=lambda: len(mail.outbox) == 1) == 1
    assert Notice.objects.waiting().filter(claimed_until__isnull=True).count() == 2


@pytest.mark.django_db
def test_a_letter_costs_the_same_statements_however_many_wait(
    write: Write, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        write()
    # Look, then for each letter: claim (in a transaction of its own), record.
    with django_assert_num_queries(1 + 2 * 1 + saves(1)):
        delivery.deliver_due(limit=1)
    with django_assert_num_queries(1 + 2 * 4 + saves(4)):
        delivery.deliver_due()


def saves(letters: int) -> int:
    """Inside a test that is itself a transaction, each claim is a savepoint: two statements."""
    return 2 * letters


@pytest.mark.django_db
def test_the_look_for_what_is_due_uses_the_index_of_what_waits() -> None:
    plan = Notice.objects.due(NOON).explain()
    assert "notice_waiting" in plan or connection.vendor == "postgresql"  # too small there


@pytest.mark.django_db(transaction=True)
def test_deliver_inside_a_transaction_is_refused(write: Write) -> None:
    write()
    with pytest.raises(RuntimeError), transaction.atomic():
        delivery.deliver_due()
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_letter_that_cannot_be_written_is_tried_later_and_holds_up_nobody(write: Write) -> None:
    unknown = write(kind="nobody.writes.this")
    broken = write(facts={"name": "김지호"})
    write()
    assert delivery.deliver_due() == 3
    assert len(mail.outbox) == 1
    for notice, error in ((unknown, "UnknownKind"), (broken, "KeyError")):
        notice.refresh_from_db()
        assert notice.state == State.WAITING
        assert notice.last_error.startswith(error)
        assert "김지호" not in notice.last_error
        assert notice.due_at == NOON + timedelta(minutes=1)


@pytest.mark.django_db
def test_a_letter_is_given_up_after_the_last_attempt_and_can_be_sent_again(write: Write) -> None:
    notice = write(kind="nobody.writes.this")
    at = NOON
    for _ in range(delivery.MAX_ATTEMPTS):
        with clock.stopped(at):
            assert delivery.deliver_due() == 1
        at += delivery.LONGEST_WAIT
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.GIVEN_UP, delivery.MAX_ATTEMPTS)
    with clock.stopped(at):
        assert delivery.deliver_due() == 0
        assert delivery.send_again(Notice.objects.all()) == 1
        assert delivery.deliver_due() == 1


def test_the_waits_grow_to_six_hours() -> None:
    minutes = [delivery.wait_after(n) / timedelta(minutes=1) for n in (1, 2, 3, 4, 5, 6)]
    assert minutes == [1, 4, 16, 64, 256, 360]


@pytest.mark.django_db
def test_a_letter_that_kills_its_worker_is_given_up_unsent(write: Write) -> None:
    write()
    Notice.objects.update(attempts=delivery.MAX_ATTEMPTS)
    delivery.deliver_due()
    assert mail.outbox == []
    assert Notice.objects.get().state == State.GIVEN_UP


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["nobody", "a@example.com\nBcc: b@example.com", "a@b, c@d.kr"])
def test_an_address_that_is_none_is_given_up_at_once(write: Write, to: str) -> None:
    write(to=to)
    delivery.deliver_due()
    notice = Notice.objects.get()
    assert (notice.state, notice.last_error) == (State.GIVEN_UP, "not an e-mail address")
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_typed_line_end_starts_no_header(write: Write) -> None:
    write(facts={"title": "x\r\nBcc: b@example.com\r\n\r\nfalse body", "name": "n\r\nCc: c@d.kr"})
    delivery.deliver_due()
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message["Cc"] is None


@pytest.mark.django_db
def test_sending_again_is_the_same_letter(write: Write) -> None:
    notice = write()
    delivery.deliver_due()
    Notice.objects.update(sent_at=None)  # as if the worker had died before it could record
    with clock.stopped(NOON + timedelta(hours=1)):
        delivery.deliver_due()
    first, second = (message.message() for message in mail.outbox)
    assert first["Message-ID"] == second["Message-ID"] == notice.message_id
    assert first["Date"] == second["Date"] == "Mon, 23 Nov 2026 12:00:00 +0900"


@pytest.mark.django_db
def test_a_claim_runs_out_with_its_lease(write: Write) -> None:
    notice = write()
    assert delivery.claim(notice)
    assert delivery.deliver_due() == 0
    with clock.stopped(NOON + delivery.LEASE):
        assert delivery.deliver_due() == 1


@pytest.mark.django_db
def test_a_failure_after_the_claim_ran_out_does_not_touch_the_claim_of_another(
    write: Write,
) -> None:
    slow = write()
    assert delivery.claim(slow)
    with clock.stopped(NOON + delivery.LEASE):
        assert delivery.claim(Notice.objects.get())
        delivery.record_failure(slow, TimeoutError(), final=True)
    notice = Notice.objects.get()
    assert (notice.state, notice.attempts, notice.last_error) == (State.WAITING, 2, "")


@pytest.mark.django_db
def test_sent_is_recorded_whoever_holds_the_claim(write: Write) -> None:
    slow = write()
    assert delivery.claim(slow)
    with clock.stopped(NOON + delivery.LEASE):
        assert delivery.claim(Notice.objects.get())
        delivery.record_sent(slow)
    assert Notice.objects.get().state == State.SENT


@pytest.mark.django_db
def test_prune_deletes_what_is_done_with(write: Write, settings: Settings) -> None:
    settings.NOTICE_DAYS = 90
    old, recent, given_up, _waiting = (write() for _ in range(4))
    long_ago = NOON - timedelta(days=91)
    Notice.objects.filter(pk=old.pk).update(sent_at=long_ago)
    Notice.objects.filter(pk=given_up.pk).update(given_up_at=long_ago)
    Notice.objects.filter(pk=recent.pk).update(sent_at=NOON - timedelta(days=89))
    assert delivery.prune(NOON) == 2
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_prune_deletes_letters_with_links_after_a_week(write: Write) -> None:
    link, recent_link, other, waiting = (
        write(kind=kind) for kind in ("account.mail", "account.mail", KIND, "account.mail")
    )
    long_ago = NOON - timedelta(days=8)
    Notice.objects.filter(pk__in=[link.pk, other.pk]).update(sent_at=long_ago)
    Notice.objects.filter(pk=recent_link.pk).update(sent_at=NOON - timedelta(days=6))
    Notice.objects.filter(pk=waiting.pk).update(written_at=long_ago, due_at=long_ago)
    assert delivery.prune(NOON) == 1
    assert not Notice.objects.filter(pk=link.pk).exists()


@pytest.mark.django_db
def test_prune_deletes_what_has_waited_in_vain_and_nothing_that_is_yet_to_come(
    write: Write, settings: Settings
) -> None:
    settings.NOTICE_DAYS = 90
    stale, recent, to_come = (write() for _ in range(3))
    long_ago = NOON - timedelta(days=91)
    Notice.objects.filter(pk=stale.pk).update(written_at=long_ago, due_at=long_ago)
    Notice.objects.filter(pk=recent.pk).update(due_at=NOON - timedelta(days=89))
    Notice.objects.filter(pk=to_come.pk).update(written_at=long_ago, due_at=NOON)
    assert delivery.prune(NOON) == 1
    assert not Notice.objects.filter(pk=stale.pk).exists()


def test_the_kinds_with_links_are_those_of_the_accounts() -> None:
    assert ACCOUNT_MAIL in delivery.KINDS_WITH_LINKS


def together(work: Callable[[], None], number: int = 2) -> None:
    """Do the work in threads of their own, each with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_saw_the_same_letters_send_each_once(write: Write) -> None:
    expected = sorted(write().message_id for _ in range(20))
    barrier = Barrier(2, timeout=30)
    taken: list[int] = []

    def work() -> None:
        looked: list[bool] = []

        def after_the_look() -> bool:  # asked between the look and the first claim
            if not looked:
                looked.append(True)
                barrier.wait()
            return False

        taken.append(delivery.deliver_due(stop=after_the_look))

    together(work)
    assert sorted(message.extra_headers["Message-ID"] for message in mail.outbox) == expected
    assert sum(taken) == 20


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_of_many_gets_the_claim(write: Write) -> None:
    write()
    barrier = Barrier(6, timeout=30)
    won: list[bool] = []

    def work() -> None:
        notice = Notice.objects.get()
        barrier.wait()
        won.append(delivery.claim(notice))

    together(work, 6)
    assert sorted(won) == [False] * 5 + [True]
