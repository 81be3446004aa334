"""The officers' page that has a calendar read: by address, from a file, once more."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.importing import ask
from events.models import CalendarImport, CalendarSource, Importing
from lib import fetching
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import refusal_of, said
from tests.events.imports import LIBRARY, TALK, brought, choose_all, upload
from tests.events.staff_pages import form_of

IMPORTS = "/en/review/events/import/"
ADDRESS = "https://library.example/events.ics"


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def sent(browser: Client, **changes: Any) -> Any:
    """The form with these fields; None leaves a field out."""
    typed = {"name": LIBRARY, "category": "education", "address": ADDRESS, "do": "ask"} | changes
    return browser.post(IMPORTS, {key: value for key, value in typed.items() if value is not None})


def test_who_may_see_it(client_of: ClientOf) -> None:
    assert answers(IMPORTS, client_of) == FOR_OFFICERS


def test_nobody_else_has_one_read(citizen: User, desk: User, client_of: ClientOf) -> None:
    assert sent(client_of(citizen)).status_code == 404
    assert sent(client_of(desk)).status_code == 403
    assert sent(Client()).status_code == 302
    assert not CalendarSource.objects.exists()


def test_the_list_of_events_leads_to_it(at_work: Client) -> None:
    assert IMPORTS in at_work.get("/en/review/events/").content.decode()


def test_at_first_it_says_what_to_do(at_work: Client) -> None:
    words = said(at_work.get(IMPORTS))
    assert "Which calendar" in words
    assert "you choose" in words or "and choose" in words
    assert "Calendars that you know" not in words


def test_an_address_is_asked_for_and_waits(officer: User, at_work: Client) -> None:
    answer = sent(at_work)
    asked = CalendarImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{IMPORTS}{asked.reference}/")
    assert (asked.by, asked.state, asked.content) == (officer, Importing.WAITING, None)
    assert (asked.source.name, asked.source.address) == (LIBRARY, ADDRESS)
    assert asked.source.category == "education"


def test_a_file_is_kept_for_the_worker(at_work: Client) -> None:
    file = upload(TALK)
    answer = sent(at_work, address=None, file=file)
    asked = CalendarImport.objects.get()
    file.seek(0)
    assert (answer.status_code, bytes(asked.content or b"")) == (302, file.read())


def test_neither_or_both_loses_nothing_typed(at_work: Client) -> None:
    for typed in ({"address": ""}, {"file": upload(TALK)}):
        page = sent(at_work, **typed)
        assert (page.status_code, refusal_of(page)) == (422, "calendar_missing")
        kept = form_of(page)
        assert (kept["name"], kept["category"]) == ([LIBRARY], ["education"])
        assert kept["address"] == [typed.get("address", ADDRESS)]
    assert not CalendarImport.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "가" * 101),
        ("name", "\x00도서관"),
        ("category", "circus"),
        ("address", "https://library.example/" + "a" * 3000),
        ("address", "https://library.example/\x07"),
    ],
)
def test_a_field_that_cannot_be_is_said(at_work: Client, field: str, value: str) -> None:
    page = sent(at_work, **{field: value})
    assert page.status_code == 422
    assert f'href="#id_{field}"' in page.content.decode()
    assert not CalendarImport.objects.exists()


@pytest.mark.parametrize("address", ["library", "ftp://library.example/", "https://a:b@c.example/"])
def test_what_is_no_address(at_work: Client, address: str) -> None:
    page = sent(at_work, address=address)
    assert (page.status_code, refusal_of(page)) == (422, "address_unknown_kind")
    assert form_of(page)["address"] == [address]


def test_a_file_of_fifty_megabytes(at_work: Client) -> None:
    large = SimpleUploadedFile("year.ics", bytes(50 * 1000 * 1000))
    page = sent(at_work, address=None, file=large)
    assert (page.status_code, refusal_of(page)) == (413, "calendar_too_large")
    assert form_of(page)["name"] == [LIBRARY]


def test_a_file_just_beyond_what_is_read(at_work: Client) -> None:
    large = SimpleUploadedFile("year.ics", bytes(fetching.LARGEST + 1))
    page = sent(at_work, address=None, file=large)
    assert (page.status_code, refusal_of(page)) == (413, "calendar_too_large")


def test_known_ones_are_shown_and_read_again(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK)
    choose_all(officer, read, publish=True)
    ask(officer, "시립합창단(예시)", "arts", address=ADDRESS)
    page = at_work.get(IMPORTS)
    words = said(page)
    assert "1 date taken over" in words
    assert ADDRESS in words
    assert "from a file" in words
    assert f"{IMPORTS}{read.reference}/" in page.content.decode()
    known = CalendarSource.objects.get(name="시립합창단(예시)")
    answer = at_work.post(IMPORTS, {"do": f"again-{known.pk}"})
    assert answer.status_code == 302
    assert known.imports.count() == 2


@pytest.mark.parametrize("which", ["", "0", "x", "9" * 30, "9" * 5000, "٣", "\0"])
def test_one_that_is_not_known(at_work: Client, which: str) -> None:
    assert at_work.post(IMPORTS, {"do": f"again-{which}"}).status_code == 404


def test_what_came_from_a_file_has_no_address_to_read_again(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK)
    page = at_work.post(IMPORTS, {"do": f"again-{read.source_id}"})
    assert (page.status_code, refusal_of(page)) == (422, "calendar_missing")


def test_another_address_under_a_known_name_is_asked_about(officer: User, at_work: Client) -> None:
    assert "has_moved" not in at_work.get(IMPORTS).content.decode()
    ask(officer, LIBRARY, "other", address="https://library.example/old.ics")
    page = sent(at_work)
    assert (page.status_code, refusal_of(page)) == (409, "calendar_has_other_address")
    assert 'name="has_moved"' in page.content.decode()
    assert form_of(page)["address"] == [ADDRESS]
    assert CalendarSource.objects.get().address == "https://library.example/old.ics"
    wrong = sent(at_work, has_moved="on", category="circus")
    assert "has_moved" in form_of(wrong)  # the tick is kept
    assert sent(at_work, has_moved="on").status_code == 302
    assert CalendarSource.objects.get().address == ADDRESS


def test_looking_asks_for_nothing(at_work: Client) -> None:
    at_work.get(IMPORTS, {"name": LIBRARY, "address": ADDRESS, "do": "ask"})
    assert not CalendarSource.objects.exists()


def test_typed_again_after_signing_in(officer: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    assert sent(browser).status_code == 403
    kept = form_of(browser.get(f"{IMPORTS}?kept=1"))
    assert (kept["name"], kept["address"]) == ([LIBRARY], [ADDRESS])


def test_as_many_queries_for_many_calendars_as_for_one(officer: User, at_work: Client) -> None:
    ask(officer, LIBRARY, "other", address=ADDRESS)
    at_work.get(IMPORTS)
    with CaptureQueriesContext(connection) as one:
        at_work.get(IMPORTS)
    for number in range(20):
        ask(officer, f"동아리 {number}(예시)", "other", address=ADDRESS)
    with CaptureQueriesContext(connection) as many:
        at_work.get(IMPORTS)
    assert len(many) == len(one)
