"""The officers' page of one reading: waiting, failed, chosen from, done."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events import import_reading
from events.importing import ask
from events.models import CalendarImport, Event, Importing
from events.publication import Published
from tests.bookings.door import Hold
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import refusal_of, said
from tests.events import imports
from tests.events.imports import LIBRARY, TALK, brought, put, taken_over, upload
from tests.events.staff_pages import form_of
from tests.events.staff_pages import page_of as staff_page_of
from tests.places import NOON

CLUB = put(imports.CLUB, LOCATION=":중앙도서관 1층")
WHY = "도서관 사정으로 바뀌었습니다."


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def page_of(read: CalendarImport) -> str:
    return f"/en/review/events/import/{read.reference}/"


def sent(browser: Client, read: CalendarImport, **changes: Any) -> Any:
    """The form as the page shows it, with these changes."""
    return browser.post(page_of(read), form_of(browser.get(page_of(read))) | changes)


def boxes(page: Any) -> list[str]:
    """The entries that are ticked."""
    return form_of(page).get("entry", [])


def failed(officer: User, content: bytes) -> CalendarImport:
    asked = ask(officer, LIBRARY, "other", file=SimpleUploadedFile("a.ics", content))
    assert import_reading.read_waiting()
    return CalendarImport.objects.get(pk=asked.pk)


def test_who_may_see_it(officer: User, client_of: ClientOf) -> None:
    assert answers(page_of(brought(officer, TALK)), client_of) == FOR_OFFICERS


def test_one_that_is_not_known(at_work: Client) -> None:
    assert at_work.get("/en/review/events/import/AAAA2222/").status_code == 404


def test_nobody_else_chooses(officer: User, citizen: User, desk: User, client_of: ClientOf) -> None:
    read = brought(officer, TALK)
    typed = {"entry": read.entries.get().pk, "do": "choose", "as_what": "publish"}
    assert client_of(citizen).post(page_of(read), typed).status_code == 404
    assert client_of(desk).post(page_of(read), typed).status_code == 403
    assert Client().post(page_of(read), typed).status_code == 302
    assert not Event.objects.exists()


# Until it is read.


def test_while_it_waits_the_page_says_so_and_looks_again(officer: User, at_work: Client) -> None:
    asked = ask(officer, LIBRARY, "other", file=upload(TALK))
    page = at_work.get(page_of(asked))
    assert "The calendar is being read" in said(page)
    assert 'data-hx-trigger="every 2s"' in page.content.decode()
    again = at_work.get(page_of(asked), headers={"HX-Request": "true"})
    assert (again.status_code, again.content) == (204, b"")
    import_reading.read_waiting()
    again = at_work.get(page_of(asked), headers={"HX-Request": "true"})
    assert "작가와의 만남" in said(again)
    assert "every 2s" not in again.content.decode()


def test_who_waits_long_is_told_whom_to_tell(officer: User, at_work: Client, at: Hold) -> None:
    asked = ask(officer, LIBRARY, "other", file=upload(TALK))
    at(NOON + timedelta(seconds=119))
    assert "takes some seconds" in said(at_work.get(page_of(asked)))
    at(NOON + timedelta(seconds=121))
    assert "the worker does not run" in said(at_work.get(page_of(asked)))


def test_nothing_can_be_chosen_before(officer: User, at_work: Client) -> None:
    asked = ask(officer, LIBRARY, "other", file=upload(TALK))
    page = at_work.post(page_of(asked), {"entry": "1", "do": "choose", "as_what": "draft"})
    assert (page.status_code, refusal_of(page)) == (409, "import_not_ready")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "calendar_not_one"),
        (b"<!doctype html><title>Library</title>", "calendar_not_one"),
        ("BEGIN:VCALENDAR\r\nSUMMARY:독서".encode("cp949"), "calendar_encoding"),
    ],
)
def test_what_could_not_be_read_is_said(
    officer: User, at_work: Client, content: bytes, code: str
) -> None:
    page = at_work.get(page_of(failed(officer, content)))
    assert (page.status_code, refusal_of(page)) == (200, code)
    assert "Another calendar, or a new file" in said(page)
    assert "Read again" not in said(page)  # the file would be the same


def test_an_address_that_could_not_be_read_is_read_again(officer: User, at_work: Client) -> None:
    asked = ask(officer, LIBRARY, "other", address="https://127.0.0.1/a.ics")
    import_reading.read_waiting()
    page = at_work.get(page_of(asked))
    assert refusal_of(page) == "address_inside"
    again = at_work.post("/en/review/events/import/", {"do": f"again-{asked.source_id}"})
    assert (again.status_code, asked.source.imports.count()) == (302, 2)


# Choosing.


def test_what_is_new_is_ticked_and_becomes_drafts(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK, CLUB)
    page = at_work.get(page_of(read))
    words = said(page)
    assert "New 4" in words
    assert "15 Dec 2026" in words
    assert "중앙도서관 3층" in words
    assert boxes(page) == [str(pk) for pk in read.entries.values_list("pk", flat=True)]
    assert form_of(page)["as_what"] == ["draft"]
    assert "reason_ko" not in form_of(page)
    assert not Event.objects.exists()
    answer = sent(at_work, read, do="choose")
    assert (answer.status_code, answer["Location"]) == (302, page_of(read))
    assert set(Event.objects.values_list("state", flat=True)) == {Published.DRAFT}
    words = said(at_work.get(page_of(read)))
    assert "4 dates were taken over." in words
    assert "Take over what is ticked" not in words


@pytest.mark.parametrize("is_known", [False, True])
def test_all_that_would_be_told_is_shown_before(
    officer: User, at_work: Client, *, is_known: bool
) -> None:
    if is_known:
        taken_over(officer, TALK)
    told = put(
        TALK,
        SUMMARY=":작가와의 대화",
        DESCRIPTION=":" + "글 " * 100 + "\\n문의 홍길동 010-0000-1234",
        URL=":https://library.example/talk",
        ORGANIZER=";CN=독서동아리(예시):mailto:someone@example.com",
    )
    html = at_work.get(page_of(brought(officer, told))).content.decode()
    (text,) = re.findall(r"<details[^>]*>.*?</details>", html, re.DOTALL)
    assert "<br>문의 홍길동 010-0000-1234<br><br>https://library.example/talk" in text
    assert "Organiser: 독서동아리(예시)" in html
    assert "someone@example.com" not in html


def test_what_names_no_organiser_is_shown_with_the_one_it_gets(
    officer: User, at_work: Client
) -> None:
    html = at_work.get(page_of(brought(officer, TALK))).content.decode()
    assert f"Organiser: {LIBRARY}" in html
    assert "<details" not in html.partition("<fieldset")[2].partition("</fieldset>")[0]


def test_what_is_private_there_is_not_offered(officer: User, at_work: Client) -> None:
    private = put(TALK, UID=":private@library.example", SUMMARY=":비밀 모임", CLASS=":PRIVATE")
    words = said(at_work.get(page_of(brought(officer, TALK, private))))
    assert "New 1" in words
    assert "비밀 모임" not in words
    assert "1 date is marked there as private or confidential" in words
    words = said(at_work.get(page_of(brought(officer, private))))
    assert "1 date is marked there as private or confidential" in words


def test_what_is_not_ticked_is_left_out(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK, CLUB)
    talk = read.entries.get(uid="talk@library.example")
    assert sent(at_work, read, entry=[talk.pk], as_what="publish", do="choose").status_code == 302
    event = Event.objects.get()
    assert (event.title_ko, event.state) == ("작가와의 만남", Published.PUBLISHED)
    words = said(at_work.get(page_of(read)))
    assert words.count("left out") == 3
    again = at_work.get(page_of(brought(officer, TALK, CLUB)))
    assert boxes(again) == []
    assert "1 date is as it was." in said(again)


def test_nothing_ticked_is_asked_about(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK)
    page = sent(at_work, read, entry=[], as_what="publish", do="choose")
    assert (page.status_code, refusal_of(page)) == (422, "no_entry_chosen")
    assert (boxes(page), form_of(page)["as_what"]) == ([], ["publish"])
    read.refresh_from_db()
    assert read.state == Importing.READ


def test_all_of_it_left_out(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK)
    assert sent(at_work, read, do="nothing").status_code == 302
    read.refresh_from_db()
    assert (read.state, Event.objects.exists()) == (Importing.DONE, False)


def test_a_change_is_shown_beside_what_was(officer: User, at_work: Client) -> None:
    taken_over(officer, TALK)
    moved = put(TALK, LOCATION=":시청 로비", DTSTART=";TZID=Asia/Seoul:20261215T183000")
    read = brought(officer, moved)
    page = at_work.get(page_of(read))
    html = page.content.decode()
    assert "Changed 1" in said(page)
    assert "<del>중앙도서관 3층</del>" in html
    assert "<ins>시청 로비</ins>" in html
    assert "as_what" not in form_of(page)
    page = sent(at_work, read, do="choose")  # it was announced: who comes must learn why
    assert page.status_code == 409
    assert 'data-code="event_reason_missing"' in page.content.decode()
    assert len(boxes(page)) == 1
    assert sent(at_work, read, reason_ko=WHY, do="choose").status_code == 302
    assert Event.objects.get().location_ko == "시청 로비"


def test_gone_is_not_ticked_and_cancels_when_it_is(officer: User, at_work: Client) -> None:
    taken_over(officer, TALK, CLUB)
    read = brought(officer, CLUB)
    page = at_work.get(page_of(read))
    assert "Gone 1" in said(page)
    assert boxes(page) == []
    gone = read.entries.get()
    answer = sent(at_work, read, entry=[gone.pk], reason_ko=WHY, do="choose")
    assert answer.status_code == 302
    assert Event.objects.get(title_ko="작가와의 만남").state == Published.CANCELLED


def test_cancelled_there_is_said_before_it_is_here(officer: User, at_work: Client) -> None:
    taken_over(officer, TALK)
    read = brought(officer, put(TALK, STATUS=":CANCELLED"))
    words = said(at_work.get(page_of(read)))
    assert "cancelled there" in words
    assert "If ticked, it is cancelled here too." in words
    assert sent(at_work, read, reason_ko=WHY, do="choose").status_code == 302
    assert Event.objects.get().state == Published.CANCELLED


def test_one_that_cannot_be_taken_over_keeps_the_rest(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK, imports.CLUB)  # the club says no place: it cannot be published
    page = sent(at_work, read, as_what="publish", do="choose")
    words = said(page)
    assert page.status_code == 409
    assert 'data-code="event_not_ready"' in page.content.decode()
    assert "3 dates could not be taken over" in words
    assert "1 other was taken over." in words
    kept = form_of(page)
    assert (kept["as_what"], len(kept["entry"])) == (["publish"], 3)
    assert Event.objects.get().title_ko == "작가와의 만남"
    page = sent(at_work, read, as_what="draft", do="choose")
    assert (page.status_code, Event.objects.count()) == (302, 4)


def test_a_reading_that_has_been_overtaken(officer: User, at_work: Client) -> None:
    old = brought(officer, TALK)
    kept = form_of(at_work.get(page_of(old)))
    brought(officer, TALK, CLUB)
    page = at_work.post(page_of(old), kept | {"do": "choose"})
    assert (page.status_code, refusal_of(page)) == (409, "import_is_old")
    assert not Event.objects.exists()


def test_pressed_twice(officer: User, at_work: Client) -> None:
    read = brought(officer, TALK)
    typed = form_of(at_work.get(page_of(read))) | {"do": "choose"}
    assert at_work.post(page_of(read), typed).status_code == 302
    page = at_work.post(page_of(read), typed)
    assert (page.status_code, refusal_of(page)) == (409, "import_not_ready")
    assert Event.objects.count() == 1


@pytest.mark.parametrize("entry", ["x", "-1", "٣", "9" * 30, "0"])
def test_an_entry_that_is_none_takes_nothing_over(
    officer: User, at_work: Client, entry: str
) -> None:
    read = brought(officer, TALK)
    page = sent(at_work, read, entry=[entry], do="choose")
    assert page.status_code in {302, 422}
    assert not Event.objects.exists()


def test_what_is_nothing_new_says_so(officer: User, at_work: Client) -> None:
    taken_over(officer, TALK)
    words = said(at_work.get(page_of(brought(officer, TALK))))
    assert "Nothing new" in words
    assert "1 date is as it was." in words
    assert "Back to the calendars" in words


def test_words_of_others_are_only_words(officer: User, at_work: Client) -> None:
    read = brought(officer, put(TALK, SUMMARY=":<script>alert(1)</script>"))
    html = at_work.get(page_of(read)).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("text", ["가" * 5000, "가나\\n" * 1700, "가" * 4960])
def test_what_came_in_can_be_saved_by_its_form(officer: User, at_work: Client, text: str) -> None:
    """Also with signs that no form takes, and with the address of its page below a long text."""
    talk = put(
        TALK,
        SUMMARY=":\u202e작가와의 만남",
        DESCRIPTION=f":\u2066{text}",
        LOCATION=":3층\u2069",
        URL=f":https://library.example/{'a' * 300}",
    )
    taken_over(officer, talk)
    event = Event.objects.get()
    assert event.text_ko.endswith("a" * 300)
    page = at_work.get(staff_page_of(event))
    typed = {  # a browser sends line ends as two signs
        name: [value.replace("\n", "\r\n") for value in values]
        for name, values in form_of(page).items()
    }
    answer = at_work.post(staff_page_of(event), typed | {"phone": "031-000-0101", "do": "save"})
    assert answer.status_code == 302
    saved = Event.objects.get()
    assert (saved.phone, saved.text_ko) == ("0310000101", event.text_ko)


def test_ticks_wait_for_who_has_to_sign_in_again(officer: User) -> None:
    read = brought(officer, TALK, CLUB)
    last = read.entries.last()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    typed = {"entry": [str(last.pk) if last else ""], "as_what": "publish", "do": "choose"}
    assert browser.post(page_of(read), typed).status_code == 403
    kept = form_of(browser.get(f"{page_of(read)}?kept=1"))
    assert (kept["entry"], kept["as_what"]) == (typed["entry"], ["publish"])


def test_as_many_queries_for_many_entries_as_for_one(officer: User, at_work: Client) -> None:
    taken_over(officer, TALK)
    one, many = put(TALK, SUMMARY=":강연"), put(CLUB, RRULE=":FREQ=DAILY;COUNT=40")
    counts = []
    for entries in ((one,), (one, many)):
        path = page_of(brought(officer, *entries))
        at_work.get(path)
        with CaptureQueriesContext(connection) as queries:
            at_work.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
