"""Bringing in the calendars of others: asked for, and chosen from."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, connections

from accounts.models import User
from events import import_reading, writing
from events.importing import Choice, ask, ask_again, choose
from events.models import CalendarImport, CalendarSource, Event, Importing
from events.publication import Published
from lib import fetching
from lib.refusal import Refused
from tests.events.imports import (
    CLUB,
    DAY,
    LIBRARY,
    TALK,
    brought,
    choose_all,
    put,
    taken_over,
    the_event,
    upload,
)
from tests.events.samples import code_of, published, slots
from tests.lib.test_fetching import said, serve  # noqa: F401 (a fixture)
from tests.places import span

# Asking.


def test_a_source_is_known_by_its_name(officer: User) -> None:
    first = ask(officer, LIBRARY, "education", file=upload(TALK))
    second = ask(officer, LIBRARY, "arts", address="webcal://library.example/a.ics")
    source = CalendarSource.objects.get()
    assert first.source == second.source == source
    assert (source.category, source.address) == ("arts", "webcal://library.example/a.ics")
    assert (first.state, second.content) == (Importing.WAITING, None)


def test_a_name_that_is_known_keeps_its_address_until_it_is_said_to_have_moved(
    officer: User,
) -> None:
    old, new = "https://library.example/a.ics", "https://choir.example/b.ics"
    ask(officer, LIBRARY, "education", address=old)
    with pytest.raises(Refused) as refused:
        ask(officer, LIBRARY, "arts", address=new)
    assert code_of(refused) == "calendar_has_other_address"
    assert old in refused.value.refusal.message
    source = CalendarSource.objects.get()
    assert (source.address, source.category, source.imports.count()) == (old, "education", 1)
    ask(officer, LIBRARY, "education", address=old)  # the same once more
    ask(officer, LIBRARY, "arts", address=new, has_moved=True)
    source.refresh_from_db()
    assert (source.address, source.category) == (new, "arts")


def test_one_of_address_and_file(officer: User) -> None:
    both: dict[str, Any] = {"address": "https://library.example/a.ics", "file": upload(TALK)}
    none: dict[str, Any] = {}
    for given in (none, both):
        with pytest.raises(Refused) as refused:
            ask(officer, LIBRARY, "other", **given)
        assert code_of(refused) == "calendar_missing"
    assert not CalendarSource.objects.exists()


@pytest.mark.parametrize("address", ["library", "ftp://library.example/", "https://a:b@c.example/"])
def test_what_is_no_address_is_said_at_once(officer: User, address: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(officer, LIBRARY, "other", address=address)
    assert code_of(refused) == "address_unknown_kind"


def test_a_file_beyond_the_limit(officer: User) -> None:
    large = SimpleUploadedFile("a.ics", bytes(fetching.LARGEST + 1))
    with pytest.raises(Refused) as refused:
        ask(officer, LIBRARY, "other", file=large)
    assert code_of(refused) == "calendar_too_large"


def test_a_source_of_files_cannot_be_asked_again(officer: User) -> None:
    source = ask(officer, LIBRARY, "other", file=upload(TALK)).source
    with pytest.raises(Refused) as refused:
        ask_again(officer, source)
    assert code_of(refused) == "calendar_missing"


# Choosing: what is new.


def test_new_ones_become_drafts_that_take_no_space(officer: User) -> None:
    outcome = taken_over(officer, TALK, publish=False)
    event = the_event()
    assert outcome.done == [event]
    assert (event.state, event.title_ko) == (Published.DRAFT, "작가와의 만남")
    assert (event.organiser_ko, event.location_ko) == (LIBRARY, "중앙도서관 3층")
    assert event.span == span(DAY, "19:00", "21:00")
    assert event.uid.endswith("@sarangbang")
    assert not slots()


def test_or_are_published_at_once(officer: User) -> None:
    taken_over(officer, TALK)
    assert the_event().state == Published.PUBLISHED


def test_what_names_no_place_cannot_be_published_and_the_rest_goes_on(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    outcome = choose_all(officer, read, publish=True)
    assert [event.title_ko for event in outcome.done] == ["작가와의 만남"]
    assert {one.code for one in outcome.refused.values()} == {"event_not_ready"}
    assert len(outcome.refused) == 3
    read.refresh_from_db()
    assert read.state == Importing.READ
    again = choose(officer, read, Choice(list(outcome.refused)))
    assert (len(again.done), again.refused) == (3, {})
    read.refresh_from_db()
    assert read.state == Importing.DONE
    assert Event.objects.count() == 4


def test_only_what_was_chosen(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    entry = read.entries.get(uid="talk@library.example")
    choose(officer, read, Choice([entry.pk]))
    assert the_event().title_ko == "작가와의 만남"
    assert list(read.entries.values_list("is_chosen", flat=True)) == [False, False, True, False]


def test_a_kind_is_ours_or_that_of_the_source(officer: User) -> None:
    named = put(TALK, CATEGORIES=":Arts and performances,저자")
    read = brought(officer, named, CLUB, category="education")
    choose_all(officer, read)
    kinds = dict(Event.objects.values_list("title_ko", "category"))
    assert kinds == {"작가와의 만남": "arts", "독서 모임": "education"}


def test_two_names_that_are_alike_as_far_as_they_are_kept_make_two(officer: User) -> None:
    two = [put(TALK, UID=f":{'x' * 255}{number}") for number in (1, 2)]
    assert len(taken_over(officer, *two).done) == 2
    assert brought(officer, *two).counts == {"same": 2}


def test_what_could_not_be_written_is_said_and_the_rest_goes_on(
    officer: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read = brought(officer, TALK, CLUB)
    entry = read.entries.get(uid="talk@library.example")

    def came_from(event: Event) -> None:
        if event.source_uid == entry.uid:
            raise IntegrityError("a rule of the database")
        event.save()

    with monkeypatch.context() as patched:
        patched.setattr(writing, "came_from", came_from)
        outcome = choose_all(officer, read)
    assert {pk: one.code for pk, one in outcome.refused.items()} == {entry.pk: "entry_not_written"}
    assert len(outcome.done) == Event.objects.count() == 3
    assert str(entry.pk) in caplog.text
    read.refresh_from_db()
    assert read.state == Importing.READ
    assert len(choose(officer, read, Choice([entry.pk])).done) == 1


def test_what_a_colleague_took_over_meanwhile_is_neither_refused_nor_made_twice(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = brought(officer, TALK)
    there = choose_all(officer, brought(officer, TALK)).done
    CalendarImport.objects.filter(pk__gt=read.pk).delete()  # so that the older one may be chosen
    outcome = choose_all(officer, read)
    assert (outcome.done, outcome.refused) == ([], {})
    assert [entry.event for entry in read.entries.filter(is_chosen=True)] == there
    assert Event.objects.count() == 1


def test_a_reading_is_chosen_from_once(officer: User) -> None:
    read = brought(officer, TALK)
    choose_all(officer, read)
    with pytest.raises(Refused) as refused:
        choose_all(officer, read)
    assert code_of(refused) == "import_not_ready"
    assert Event.objects.count() == 1


def test_an_older_reading_is_not_chosen_from(officer: User) -> None:
    old = brought(officer, TALK)
    brought(officer, put(TALK, SUMMARY=":다른 제목"))
    with pytest.raises(Refused) as refused:
        choose_all(officer, old)
    assert code_of(refused) == "import_is_old"
    assert not Event.objects.exists()


def test_no_entry_of_another_reading(officer: User) -> None:
    read = brought(officer, TALK)
    other = ask(officer, "다른 도서관", "other", file=upload(CLUB))
    assert import_reading.read_waiting()
    choose(officer, read, Choice([entry.pk for entry in other.entries.all()]))
    assert not Event.objects.exists()


# Two at once.


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_officers_press_at_once(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    both = Barrier(2)
    outcomes: list[int] = []
    codes: list[str] = []

    def press() -> None:
        both.wait(timeout=20)
        try:
            outcomes.append(len(choose_all(officer, read).done))
        except Refused as refused:
            codes.append(refused.refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Event.objects.count() == 4
    assert outcomes
    assert set(codes) <= {"import_not_ready"}
    read.refresh_from_db()
    assert read.state == Importing.DONE


def test_the_database_keeps_an_entry_from_coming_twice(officer: User) -> None:
    taken_over(officer, TALK)
    names = {one.name for one in Event._meta.constraints}
    assert "event_brought_in_once" in names
    assert connection.vendor in {"sqlite", "postgresql"}
    event = the_event()
    other = published(officer)
    other.source, other.source_uid = event.source, event.source_uid
    with pytest.raises(IntegrityError):
        other.save()
