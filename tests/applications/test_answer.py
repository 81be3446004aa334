"""Answering on the page of the application: a word, a paper, yes or no to a proposal."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from applications.asking_more import Item, ask, propose, withdraw_question
from applications.models import Application, Paper, Question
from applications.reviewing import Reviewed
from applications.withdrawing import withdraw
from lib import uploading
from tests.applications.pages import answer_to, heading_of, page_of
from tests.applications.samples import fresh, hand_in, wants
from tests.bookings.door import Hold
from tests.bookings.pages import refusal_of, said
from tests.bookings.samples import NOW
from tests.lib.test_uploads import pdf
from tests.places import at_seoul, span

ClientOf = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("city_hall")
FRIDAY = at_seoul(date(2026, 11, 27), "18:00")
SATURDAY = span(date(2026, 12, 19), "10:00", "12:00")


@pytest.fixture(autouse=True)
def _papers(settings: Any, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def application(organiser: User) -> Application:
    return hand_in(organiser, wants())


@pytest.fixture
def browser(client_of: ClientOf, organiser: User) -> Client:
    return client_of(organiser)


def asked(officer: User, application: Application, kind: str = "text") -> Question:
    items = [Item(kind, "무대 설치 시각을 알려 주세요.", FRIDAY)]
    return ask(officer, application, fresh(application).revision, items)[0]


def proposed(officer: User, application: Application) -> Question:
    seen = fresh(application).revision
    return propose(officer, application, seen, 1, "onnuri", SATURDAY, "토요일은요?", FRIDAY)


def plan(name: str = "안전관리계획.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


def test_what_is_asked_stands_on_top_with_its_deadline(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application)
    page = browser.get(page_of(application))
    assert heading_of(page) == "Something is asked of you"
    assert "Please answer below by Fri 27 Nov 2026, 18:00." in said(page)
    assert "무대 설치 시각을 알려 주세요. Answer by Fri 27 Nov 2026, 18:00" in said(page)
    assert f'action="{answer_to(application)}"' in page.content.decode()


def test_a_word_is_sent_and_the_review_goes_on(
    browser: Client, application: Application, officer: User
) -> None:
    question = asked(officer, application)
    page = browser.post(answer_to(application), {"text": "아침 여덟 시"}, follow=True)
    question.refresh_from_db()
    assert (question.answer, question.answered_at) == ("아침 여덟 시", NOW)
    assert "Your answer has been sent." in said(page)
    assert heading_of(page) == "Your application is being reviewed"
    assert "Answered 아침 여덟 시" in said(page)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_what_is_no_answer_is_not_sent(
    browser: Client, application: Application, officer: User, text: str
) -> None:
    question = asked(officer, application)
    page = browser.post(answer_to(application), {"text": text})
    assert page.status_code == 422
    assert 'href="#q1_text"' in page.content.decode()
    assert text.strip() in page.content.decode()
    question.refresh_from_db()
    assert question.answered_at is None


def test_a_paper_is_sent_with_what_it_is(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application, "paper")
    fields = {"paper": plan(), "purpose": "safety_plan", "text": "", "do": "send"}
    page = browser.post(answer_to(application), fields, follow=True)
    paper = Paper.objects.get()
    assert (paper.purpose, paper.booking, paper.name) == (
        "safety_plan",
        application.booking,
        "안전관리계획.pdf",
    )
    assert Question.objects.get().answered_at == NOW
    assert "안전관리계획.pdf" in said(page)


def test_several_papers_are_added_one_by_one(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application, "paper")
    page = browser.post(answer_to(application), {"paper": plan("a.pdf"), "do": "add"}, follow=True)
    assert "The paper is added." in said(page)
    assert "Added: a.pdf" in said(page)
    assert Question.objects.get().answered_at is None
    browser.post(answer_to(application), {"paper": plan("b.pdf"), "do": "send"})
    assert Question.objects.get().answered_at == NOW
    assert [paper.purpose for paper in Paper.objects.all()] == ["other", "other"]


def test_what_is_being_written_stays_while_papers_are_added_and_taken_out(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application, "paper")
    fields = {"paper": plan("a.pdf"), "text": "덧붙임", "do": "add"}
    page = browser.post(answer_to(application), fields, follow=True)
    assert ">\n덧붙임</textarea>" in page.content.decode()
    drop = {"text": "덧붙임 둘", "do": f"drop-{Paper.objects.get().reference}"}
    page = browser.post(answer_to(application), drop, follow=True)
    assert ">\n덧붙임 둘</textarea>" in page.content.decode()
    assert not Paper.objects.exists()
    assert Question.objects.get().answered_at is None
    assert browser.post(answer_to(application), drop).status_code == 404


def test_adding_without_a_file_sends_nothing(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application, "paper")
    page = browser.post(answer_to(application), {"text": "덧붙임", "do": "add"})
    assert (page.status_code, refusal_of(page)) == (422, "no_paper")
    assert ">\n덧붙임</textarea>" in page.content.decode()
    assert Question.objects.get().answered_at is None


def test_what_was_sent_is_not_taken_out(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application, "paper")
    browser.post(answer_to(application), {"paper": plan("a.pdf"), "do": "send"})
    drop = {"do": f"drop-{Paper.objects.get().reference}"}
    page = browser.post(answer_to(application), drop)
    assert (page.status_code, refusal_of(page)) == (409, "paper_not_expected")
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.pdf", b"<html><script>alert(1)</script>", "paper_unknown"),
        ("plan.exe", b"MZ\x90\x00" + b"\x00" * 64, "paper_unknown"),
    ],
)
def test_what_is_no_paper_is_refused_and_the_words_stay(
    browser: Client,
    application: Application,
    officer: User,
    name: str,
    content: bytes,
    code: str,
) -> None:
    asked(officer, application, "paper")
    fields = {"paper": plan(name, content), "purpose": "plan", "text": "덧붙임"}
    page = browser.post(answer_to(application), fields)
    assert page.status_code == 422
    assert refusal_of(page) == code
    assert "덧붙임" in page.content.decode()
    assert not Paper.objects.exists()


def test_a_far_too_large_paper_is_refused_and_the_words_stay(
    browser: Client, application: Application, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 100_000)
    asked(officer, application, "paper")
    large = plan("plan.pdf", pdf() + b" " * 500_000)
    page = browser.post(answer_to(application), {"paper": large, "text": "덧붙임"})
    assert (page.status_code, refusal_of(page)) == (413, "paper_too_large")
    assert "덧붙임" in page.content.decode()
    assert Question.objects.get().answered_at is None


def test_neither_paper_nor_word_is_no_answer(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application, "paper")
    page = browser.post(answer_to(application), {"text": " "})
    assert (page.status_code, refusal_of(page)) == (422, "answer_missing")


def test_a_proposal_shows_what_is_held_until_when(
    browser: Client, application: Application, officer: User
) -> None:
    proposed(officer, application)
    words = said(browser.get(page_of(application)))
    assert "You asked for Onnuri Auditorium, Fri 18 Dec 2026, 10:00–12:00" in words
    assert "Proposed instead Onnuri Auditorium, Sat 19 Dec 2026, 10:00–12:00" in words
    assert "It is held for you until Fri 27 Nov 2026, 18:00." in words


@pytest.mark.parametrize(
    ("do", "is_accepted", "day"), [("accept", True, "Sat 19"), ("decline", False, "Fri 18")]
)
def test_a_proposal_is_accepted_or_declined(
    browser: Client,
    application: Application,
    officer: User,
    do: str,
    is_accepted: bool,
    day: str,
) -> None:
    question = proposed(officer, application)
    page = browser.post(answer_to(application), {"do": do, "text": ""}, follow=True)
    question.refresh_from_db()
    assert question.is_accepted is is_accepted
    table = said(page).partition("Spaces and times")[2]
    assert table.partition(f"{day} Dec 2026, 10:00–12:00")[1]


def test_a_proposal_is_not_accepted_by_another_button(
    browser: Client, application: Application, officer: User
) -> None:
    question = proposed(officer, application)
    page = browser.post(answer_to(application), {"do": "send", "text": "음"})
    assert (page.status_code, refusal_of(page)) == (422, "answer_missing")
    question.refresh_from_db()
    assert question.is_accepted is None


def test_what_was_withdrawn_meanwhile_is_refused_and_what_was_typed_stays(
    browser: Client, application: Application, officer: User
) -> None:
    question = asked(officer, application)
    withdraw_question(officer, question, fresh(application).revision)
    page = browser.post(answer_to(application), {"text": "긴 대답\n둘째 줄"})
    assert (page.status_code, refusal_of(page)) == (409, "question_over")
    assert "What you typed was not sent" in said(page)
    assert "긴 대답\n둘째 줄</textarea>" in page.content.decode()
    assert "Not asked any more" in said(page)


def test_too_late_nothing_is_kept_of_a_paper(
    browser: Client, application: Application, officer: User, at: Hold
) -> None:
    asked(officer, application, "paper")
    at(at_seoul(date(2026, 11, 27), "18:01"))
    page = browser.post(answer_to(application), {"paper": plan(), "text": "늦었습니다"})
    assert (page.status_code, refusal_of(page)) == (409, "question_over")
    assert "늦었습니다</textarea>" in page.content.decode()
    assert not Paper.objects.exists()


def test_what_is_withdrawn_answers_nothing(
    browser: Client, application: Application, officer: User, organiser: User
) -> None:
    asked(officer, application)
    withdraw(organiser, application.booking)
    page = browser.post(answer_to(application), {"text": "여덟 시"})
    assert refusal_of(page) == "question_over"
    assert heading_of(page) == "You have withdrawn this application"


def test_it_is_answered_by_its_person_alone(
    client: Client, client_of: ClientOf, application: Application, officer: User, stranger: User
) -> None:
    asked(officer, application)
    for who in (stranger, officer):
        assert client_of(who).post(answer_to(application), {"text": "네"}).status_code == 404
    assert client.post(answer_to(application), {"text": "네"}).status_code == 302
    assert fresh(application).state == Reviewed.ASKED


def test_what_was_never_asked_is_not_there(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application)
    assert browser.post(answer_to(application, 2), {"text": "네"}).status_code == 404
    assert browser.get(answer_to(application, 2)).status_code == 404


def test_a_get_answers_nothing_and_leads_to_the_page(
    browser: Client, application: Application, officer: User
) -> None:
    asked(officer, application)
    response = browser.get(answer_to(application), {"text": "네", "do": "send"})
    assert (response.status_code, response["Location"]) == (302, page_of(application))
    assert fresh(application).state == Reviewed.ASKED


def test_what_was_typed_waits_while_one_signs_in(
    application: Application, organiser: User, officer: User, citizen: User
) -> None:
    """Signed out while typing: the words are on the page again, for its person alone."""
    question = asked(officer, application)
    path = f"/en/applications/{application.booking.reference}/"
    browser = Client()
    sent = browser.post(f"{path}questions/{question.number}/", {"text": "아침 여덟 시"})
    assert sent["Location"] == f"/en/accounts/login/?next={path}"
    browser.force_login(citizen)
    assert browser.get(path).status_code == 404
    browser.force_login(organiser)
    assert "아침 여덟 시" not in browser.get(path).content.decode()  # another person was here


def test_the_same_person_finds_it_again(
    application: Application, organiser: User, officer: User
) -> None:
    question = asked(officer, application)
    path = f"/en/applications/{application.booking.reference}/"
    browser = Client()
    browser.post(f"{path}questions/{question.number}/", {"text": "아침 여덟 시"})
    browser.force_login(organiser)
    assert "아침 여덟 시</textarea>" in browser.get(path).content.decode()
    question.refresh_from_db()
    assert question.answered_at is None
    browser.post(f"{path}questions/{question.number}/", {"text": "아침 아홉 시"})
    assert "application_answer" not in browser.session
