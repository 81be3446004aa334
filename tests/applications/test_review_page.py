"""One application for the officer, and each step on its page."""

import logging
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from applications.answering import answer
from applications.deciding import hand_over, refuse
from applications.models import Application, Condition, Permit, Question
from applications.papers import add
from applications.retention import forget_applications
from applications.reviewing import Reviewed
from applications.withdrawing import withdraw
from bookings.models import Contact
from tests.applications.samples import SATURDAY, approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold
from tests.bookings.gate import FOR_OFFICERS, answers
from tests.bookings.samples import NOW, policy, residents
from tests.lib.test_uploads import pdf
from tests.places import at_seoul

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


LOOK: dict[str, Any] = {"visits": ["1", "2"], "conditions": [], "why": "", "own_conditions": ""}
APPROVE = LOOK | {"confirmed": "1"}
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


def test_first_it_is_looked_at_then_approved(browser: Client, application: Application) -> None:
    given = LOOK | {"visits": ["2"], "why": "공사", "own_conditions": "조용히 <합니다>."}
    page = press(browser, application, "approve", **given).content.decode()
    assert fresh(application).state == Reviewed.SUBMITTED
    for told in ("Nothing is approved yet.", "2. Hannuri", "공사", "조용히 &lt;합니다&gt;."):
        assert told in page
    found = re.findall(r'type="(?:hidden|checkbox)" name="(\w+)" value="([^"]*)"', page)
    sent = {name: unescape(value) for name, value in found}
    assert sent["visits"] == "2"
    back = press(browser, application, "again", **sent)
    assert back.status_code == 200
    assert "조용히 &lt;합니다&gt;." in back.content.decode()
    assert len(re.findall(r'name="visits"[^>]*checked', back.content.decode())) == 1
    assert press(browser, application, "approve", **sent).status_code == 302
    assert fresh(application).left_out == [1]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"visits": []}, "nothing_left"),
        ({"visits": ["1"]}, "why_missing"),
        ({"seen": 7}, "changed_meanwhile"),
    ],
)
def test_what_speaks_against_it_is_said_before_it_is_confirmed(
    browser: Client, application: Application, changes: dict[str, Any], code: str
) -> None:
    answered = press(browser, application, "approve", **LOOK | changes)
    assert f'data-code="{code}"' in answered.content.decode()
    assert "Nothing is approved yet." not in answered.content.decode()


def test_the_taken_time_is_said_before_it_is_confirmed_and_by_whom(
    browser: Client, officer: User, organiser: User, second_citizen: User
) -> None:
    mine = hand_in(organiser, wants("plaza-a", ends="16:00"))
    festival = hand_in(second_citizen, wants("plaza", ends="16:00"), title="다른 축제")
    approved(officer, festival, rivals_seen=frozenset({mine.booking.reference}))
    answered = press(browser, mine, "approve", **LOOK | {"visits": ["1"]})
    assert answered.status_code == 409
    page = answered.content.decode()
    assert 'data-code="spaces_taken"' in page
    assert f'href="/en/review/applications/{festival.booking.reference}/">다른 축제, ' in page


def test_what_the_city_proposed_itself_is_not_in_the_way(
    browser: Client, application: Application
) -> None:
    hour_later = PROPOSE | {"facility": "hannuri", "starts": "12:30", "ends": "14:30"}
    assert press(browser, application, "propose", **hour_later).status_code == 302
    assert "Taken by something else" not in page_of(browser, application)
    looked = press(browser, application, "approve", **LOOK)
    assert "Nothing is approved yet." in looked.content.decode()


def test_what_is_free_instead_fills_the_form(
    browser: Client, organiser: User, second_citizen: User
) -> None:
    mine = hand_in(organiser, wants("plaza-a", ends="16:00"))
    assert "#propose" not in page_of(browser, mine)
    hand_in(second_citizen, wants("plaza", ends="16:00"), title="다른 축제")
    page = page_of(browser, mine)
    assert "Also wanted for: 다른 축제" in page
    found = re.findall(r'href="(\?visit=1&amp;facility=plaza-a[^"]*)#propose"', page)
    assert len(found) == 3
    assert not any("2026-12-18" in query for query in found)
    filled = browser.get(address(mine) + unescape(found[0])).content.decode()
    assert re.search(r'id="propose" open', filled)
    assert 'name="starts" value="10:00"' in filled
    assert '<option value="plaza-a" selected>' in filled


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


def test_usual_ones_are_chosen_and_added_to(browser: Client, application: Application) -> None:
    given = {"kind_1": "safety_plan", "text_1": "", "day_1": "2026-11-27"}
    more = {"kind_5": "power", "text_5": "Per booth.", "day_5": "2026-11-28"}
    assert press(browser, application, "ask", **given | more).status_code == 302
    assert list(Question.objects.values_list("kind", "text")) == [
        ("paper", "안전관리계획서를 내 주시기 바랍니다."),
        ("text", "필요한 전력량과 사용할 곳을 알려 주시기 바랍니다. Per booth."),
    ]


def test_a_deadline_is_proposed_within_a_week_and_before_the_use(
    browser: Client, application: Application, organiser: User, at: Hold
) -> None:
    assert 'value="2026-11-30"' in page_of(browser, application)
    at(at_seoul(date(2026, 12, 15), "10:00"))
    page = page_of(browser, application)
    assert 'name="day_1" value="2026-12-17"' in page
    assert 'name="until" value="2026-12-17"' in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text_1": ""}, "ask_text_1"),
        ({"text_1": "", "kind_1": "sorcery"}, "ask_kind_1"),
        ({"day_1": ""}, "ask_day_1"),
        ({"kind_5": "rain"}, "ask_day_5"),
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
    assert "New since you opened the page" not in page  # nobody said what they knew
    # Sent again it holds; and the first one is told in turn.
    assert press(second, application, "approve", **given | {"seen": 1}).status_code == 302
    answered = press(first, application, "refuse", why="까닭", seen=1)
    assert answered.status_code == 409
    assert fresh(application).state == Reviewed.APPROVED


def test_the_second_officer_reads_what_the_first_one_did(
    client_of: ClientOf, application: Application, officer: User, administrator: User
) -> None:
    second = client_of(administrator)
    (known,) = set(re.findall(r'name="known" value="(\d+)"', page_of(second, application)))
    hand_over(officer, application, 0, officer, "제가 봅니다")
    answered = press(second, application, "refuse", why="긴 까닭", seen=0, known=known)
    page = answered.content.decode()
    news = page.split("New since you opened the page")[1].split("</section>")[0]
    assert officer.name in news
    assert "제가 봅니다" in news
    assert "Application handed in" not in news
    # Meanwhile it is decided: what was typed has no form any more, and is still there.
    refuse(officer, application, 1, "먼저")
    page = press(second, application, "refuse", why="긴 까닭", seen=1, known=2).content.decode()
    assert "What you typed was not sent" in page
    assert "긴 까닭" in page


def test_what_was_withdrawn_is_not_approved(
    browser: Client, application: Application, organiser: User
) -> None:
    withdraw(organiser, application.booking)
    answered = press(browser, application, "approve", **APPROVE)
    assert answered.status_code == 409
    assert 'data-code="application_over"' in answered.content.decode()
    assert 'value="approve"' not in answered.content.decode()


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
    earlier = page.split("Earlier versions")[1].split("</section>")[0]
    assert "Version 1" in earlier
    assert "Hannuri" in earlier
    assert officer.name in earlier


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
