"""One application for the officer, and each step on its page."""

import logging
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from applications.answering import answer
from applications.deciding import hand_over
from applications.models import Application, Condition, Permit, Question
from applications.papers import add
from applications.retention import forget_applications
from applications.reviewing import Reviewed
from applications.withdrawing import withdraw
from bookings.models import Contact
from tests.applications.samples import SATURDAY, approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.gate import FOR_OFFICERS, answers
from tests.bookings.samples import NOW, policy, residents
from tests.lib.test_uploads import pdf

pytestmark = pytest.mark.usefixtures("city_hall")
ClientOf = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False)


@pytest.fixture(autouse=True)
def _conditions(db: None) -> None:
    Condition.objects.all().delete()
    Condition.objects.create(text_ko="되돌립니다.", text_en="Restore it.", is_usual=True)
    Condition.objects.create(
        text_ko="차량은 안 됩니다.", text_en="No vehicles.", is_usual=True, is_outdoors=True
    )


@pytest.fixture
def application(organiser: User) -> Application:
    return hand_in(organiser, wants(), wants("hannuri", SATURDAY, people=30))


@pytest.fixture
def browser(client_of: ClientOf, officer: User) -> Client:
    return client_of(officer)


def address(application: Application) -> str:
    return f"/en/review/applications/{application.booking.reference}/"


def page_of(browser: Client, application: Application) -> str:
    answered = browser.get(address(application))
    assert answered.status_code == 200
    return answered.content.decode()


def press(browser: Client, application: Application, do: str, **fields: Any) -> Any:
    fields = {"seen": fresh(application).revision, "do": do} | fields
    return browser.post(address(application), fields)


APPROVE: dict[str, Any] = {"visits": ["1", "2"], "conditions": [], "why": "", "own_conditions": ""}
ASK = {"text_1": "몇 시에 오나요?", "kind_1": "text", "day_1": "2026-11-27"}
PROPOSE = {
    "visit": "2",
    "facility": "yuldong",
    "day": "2026-12-19",
    "starts": "10:00",
    "ends": "12:00",
    "text": "율동관은 어떠세요?",
    "until": "2026-11-27",
}


def test_who_may_see_it(client_of: ClientOf, application: Application) -> None:
    assert answers(address(application), client_of) == FOR_OFFICERS


@pytest.mark.parametrize("do", ["approve", "refuse", "ask", "propose", "take"])
def test_who_may_press(
    client_of: ClientOf, application: Application, desk: User, organiser: User, do: str
) -> None:
    assert press(client_of(desk), application, do).status_code == 403
    assert press(client_of(organiser), application, do).status_code == 404
    assert fresh(application).revision == 0


def test_everything_is_on_it_and_the_look_is_logged(
    browser: Client,
    application: Application,
    organiser: User,
    officer: User,
    caplog: pytest.LogCaptureFixture,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.PAPERS_DIR = tmp_path
    add(organiser, SimpleUploadedFile("계획.pdf", pdf()), "plan", booking=application.booking)
    with caplog.at_level(logging.INFO, logger="sarangbang.access"):
        page = page_of(browser, application)
    for told in ("사회복지 한마당(예시)", "여수동 복지모임(예시)", "010-0000-1003", "계획.pdf"):
        assert told in page
    assert "Onnuri Auditorium" in page
    assert f"person={officer.pk} " in caplog.text
    assert f"whose={application.booking.reference}" in caplog.text


def test_approved_with_conditions(browser: Client, application: Application) -> None:
    kept = Condition.objects.get(is_outdoors=False)
    given = APPROVE | {"conditions": [str(kept.pk)], "own_conditions": "첫째\n\n둘째 "}
    assert press(browser, application, "approve", **given).status_code == 302
    # In the organiser's language, whatever the officer reads.
    assert fresh(application).conditions == ["되돌립니다.", "첫째", "둘째"]
    assert Permit.objects.exists()
    assert "Approved. The permit is issued" in page_of(browser, application)


def test_usual_conditions_are_chosen_outdoor_ones_only_outdoors(
    browser: Client, application: Application, organiser: User
) -> None:
    chosen = re.compile(r'name="conditions"[^>]*checked')
    assert len(chosen.findall(page_of(browser, application))) == 1
    outdoors = hand_in(organiser, wants("plaza-a", ends="16:00"))
    assert len(chosen.findall(page_of(browser, outdoors))) == 2


def test_approved_in_part_needs_the_reason(browser: Client, application: Application) -> None:
    given = APPROVE | {"visits": ["1"], "own_conditions": "꼭 지킵니다."}
    answered = press(browser, application, "approve", **given)
    assert answered.status_code == 422
    page = answered.content.decode()
    assert 'data-code="why_missing"' in page
    assert "꼭 지킵니다." in page
    given |= {"why": "그날 공사가 있습니다."}
    assert press(browser, application, "approve", **given).status_code == 302
    assert fresh(application).left_out == [2]


def test_rivals_are_on_the_page_and_go_along(
    browser: Client, organiser: User, second_citizen: User
) -> None:
    mine = hand_in(organiser, wants("plaza-a", ends="16:00"))
    rival = hand_in(second_citizen, wants("plaza", ends="16:00"), title="다른 축제")
    page = page_of(browser, mine)
    assert "다른 축제" in page
    assert f'name="rivals" value="{rival.booking.reference} "' in page
    given = APPROVE | {"visits": ["1"]}
    answered = press(browser, mine, "approve", **given)
    assert answered.status_code == 409
    assert 'data-code="rivals_unseen"' in answered.content.decode()
    given |= {"rivals": rival.booking.reference}
    assert press(browser, mine, "approve", **given).status_code == 302
    page = page_of(browser, rival)
    assert "Taken by something else" in page
    answered = press(browser, rival, "approve", **APPROVE | {"visits": ["1"]})
    assert 'data-code="spaces_taken"' in answered.content.decode()


def test_refused_with_the_reason(browser: Client, application: Application) -> None:
    answered = press(browser, application, "refuse", why="")
    assert answered.status_code == 422
    assert 'href="#refuse_why"' in answered.content.decode()
    assert press(browser, application, "refuse", why="영리 행사입니다.").status_code == 302
    assert fresh(application).state == Reviewed.REFUSED
    assert "영리 행사입니다." in page_of(browser, application)


def test_asked_item_by_item(browser: Client, application: Application) -> None:
    more = {"text_3": "안전관리계획서", "kind_3": "paper", "day_3": "2026-12-01"}
    assert press(browser, application, "ask", **ASK | more).status_code == 302
    kinds = list(Question.objects.values_list("kind", "text"))
    assert kinds == [("text", "몇 시에 오나요?"), ("paper", "안전관리계획서")]
    assert "Waits for an answer" in page_of(browser, application)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text_1": ""}, "ask_text_1"),
        ({"day_1": ""}, "ask_day_1"),
        ({"text_2": "둘째", "kind_2": "text"}, "ask_day_2"),
        ({"text_1": "a\u202eb"}, "ask_text_1"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_field(
    browser: Client, application: Application, changes: dict[str, str], told: str
) -> None:
    answered = press(browser, application, "ask", **ASK | changes)
    assert answered.status_code == 422
    assert f'href="#{told}"' in answered.content.decode()
    assert not Question.objects.exists()


def test_a_deadline_after_the_use_is_refused_and_kept(
    browser: Client, application: Application
) -> None:
    answered = press(browser, application, "ask", **ASK | {"day_1": "2027-01-05"})
    assert answered.status_code == 422
    page = answered.content.decode()
    assert 'data-code="answer_by_out_of_reach"' in page
    assert "몇 시에 오나요?" in page
    assert 'value="2027-01-05"' in page


def test_proposed_and_asked_no_more(browser: Client, application: Application) -> None:
    assert press(browser, application, "propose", **PROPOSE).status_code == 302
    question = Question.objects.get()
    assert question.occupancy
    assert press(browser, application, f"unask-{question.number}").status_code == 302
    question.refresh_from_db()
    assert question.withdrawn_at == NOW
    assert question.occupancy_id is None
    answered = press(browser, application, f"unask-{question.number}")
    assert 'data-code="question_over"' in answered.content.decode()
    assert press(browser, application, "unask-9").status_code == 404


def test_an_end_before_the_start_is_said_at_the_field(
    browser: Client, application: Application
) -> None:
    answered = press(browser, application, "propose", **PROPOSE | {"ends": "09:00"})
    assert answered.status_code == 422
    assert 'href="#propose_ends"' in answered.content.decode()


def test_handed_over_and_taken(
    browser: Client, application: Application, officer: User, administrator: User, desk: User
) -> None:
    page = page_of(browser, application)
    assert administrator.name in page
    assert desk.name not in page
    given = {"to": administrator.pk, "why": "휴가"}
    assert press(browser, application, "hand_over", **given).status_code == 302
    assert fresh(application).officer == administrator
    assert press(browser, application, "take").status_code == 302
    assert fresh(application).officer == officer
    assert press(browser, application, "hand_over", to=desk.pk).status_code == 422


def test_two_officers_the_second_is_told_and_loses_nothing(
    client_of: ClientOf, application: Application, officer: User, administrator: User
) -> None:
    first, second = client_of(officer), client_of(administrator)
    hand_over(officer, application, 0, officer)
    given = APPROVE | {"own_conditions": "오래 적은 조건", "seen": 0}
    answered = press(second, application, "approve", **given)
    assert answered.status_code == 409
    page = answered.content.decode()
    assert 'data-code="changed_meanwhile"' in page
    assert "오래 적은 조건" in page
    assert officer.name in page
    assert 'name="seen" value="1"' in page
    # Sent again it holds; and the first one is told in turn.
    assert press(second, application, "approve", **given | {"seen": 1}).status_code == 302
    answered = press(first, application, "refuse", why="까닭", seen=1)
    assert answered.status_code == 409
    assert fresh(application).state == Reviewed.APPROVED


def test_what_was_withdrawn_is_not_approved(
    browser: Client, application: Application, organiser: User
) -> None:
    withdraw(organiser, application.booking)
    answered = press(browser, application, "approve", **APPROVE)
    assert answered.status_code == 409
    assert 'data-code="application_over"' in answered.content.decode()
    assert "Approve and issue the permit" not in answered.content.decode()


def test_an_answer_is_on_the_page(
    browser: Client, application: Application, organiser: User
) -> None:
    press(browser, application, "ask", **ASK)
    answer(organiser, Question.objects.get(), "아침 여덟 시입니다.")
    assert "아침 여덟 시입니다." in page_of(browser, application)


def test_a_change_is_shown_as_a_difference(
    browser: Client, application: Application, organiser: User, officer: User
) -> None:
    approved(officer, application)
    hand_in_change(
        organiser, application.booking, wants(starts="14:00", ends="16:00"), people_day=950
    )
    page = page_of(browser, application)
    assert "What is different from the version before" in page
    assert "<del>" in page
    assert "<ins>" in page


def test_what_was_forgotten_is_said(
    browser: Client, application: Application, officer: User
) -> None:
    approved(officer, application)
    Contact.objects.all().delete()
    forget_applications(NOW)
    page = page_of(browser, application)
    assert "not kept any more" in page


@pytest.mark.parametrize("do", ["", "delete", "unask-x"])
def test_a_button_that_there_is_not(browser: Client, application: Application, do: str) -> None:
    assert press(browser, application, do).status_code == 404


def test_a_booking_that_was_not_applied_for_is_not_here(browser: Client) -> None:
    assert browser.get("/en/review/applications/222222222222/").status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_the_queries_do_not_grow_with_visits_and_rivals(
    browser: Client,
    organiser: User,
    number: int,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    days = [date(2026, 12, 10 + index) for index in range(number)]
    mine = hand_in(organiser, *(wants("plaza-a", day, ends="16:00") for day in days))
    for person in residents(number):
        hand_in(person, wants("plaza-a", days[0], ends="16:00"))
    browser.get(address(mine))
    with django_assert_max_num_queries(26):
        browser.get(address(mine))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"do": "take", "seen": "9" * 5000}, 409),
        ({"do": "unask-" + "9" * 5000}, 404),
        ({"do": "propose", "day": "0001-01-01", "starts": "00:00"}, 422),
        ({"do": "propose", "day": "9999-12-31"}, 422),
        ({"do": "propose", "until": "9999-12-31"}, 422),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    browser: Client, application: Application, sent: dict[str, str], status: int
) -> None:
    whole = {"seen": "0", "visit": "1", "facility": "hannuri", "day": "2026-12-18"}
    whole |= {"starts": "10:00", "ends": "12:00", "text": "가", "until": "2026-12-01"}
    assert browser.post(address(application), whole | sent).status_code == status
