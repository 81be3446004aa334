"""Writing a notice: with the thing it tells of, or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from lib import clock
from notices.models import Notice, State
from notices.outbox import write as write_notice

Write = Callable[..., Notice]
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_write_is_one_insert(
    write: Write, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1) as asked:
        write()
    assert asked.captured_queries[0]["sql"].startswith("INSERT")


@pytest.mark.django_db
def test_write_keeps_a_snapshot_and_is_due_at_once(write: Write, settings: Settings) -> None:
    settings.SITE_URL = "https://book.example.kr:8443"
    with clock.stopped(NOON):
        written = write(facts={"at": NOON, "title": gettext_lazy("a lazy text"), "number": 3})
    notice = Notice.objects.get(pk=written.pk)
    assert notice.facts == {"at": "2026-11-23T03:00:00Z", "title": "a lazy text", "number": 3}
    assert (notice.written_at, notice.due_at, notice.state) == (NOON, NOON, State.WAITING)
    assert notice.message_id == f"<{notice.reference}@book.example.kr>"


@pytest.mark.django_db
def test_write_with_a_moment_is_due_then(write: Write) -> None:
    write(due_at=NOON + timedelta(days=1))
    assert not Notice.objects.due(NOON).exists()
    assert Notice.objects.due(NOON + timedelta(days=1)).exists()


@pytest.mark.django_db
def test_message_id_of_a_korean_host_is_ascii(write: Write, settings: Settings) -> None:
    settings.SITE_URL = "https://사랑방.example"
    assert write().message_id.endswith(f"@{'사랑방'.encode('idna').decode()}.example>")


@pytest.mark.django_db(transaction=True)
def test_write_is_taken_back_with_its_transaction(write: Write) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_write_to_nobody_is_refused(write: Write) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(to="")


@pytest.mark.django_db
def test_write_of_facts_that_are_not_json_is_refused(write: Write) -> None:
    with pytest.raises(TypeError):
        write(facts={"person": object()})


@pytest.mark.django_db
def test_the_notice_outlives_its_person() -> None:
    person = get_user_model().objects.create(email="jiho.kim@example.com", name="김지호")
    notice = write_notice(kind="k", to="a@example.com", language="ko", facts={}, person=person)
    person.delete()
    notice.refresh_from_db()
    assert notice.person_id is None
