"""The verbs between officer and organiser: ask for more, propose, withdraw a question, answer."""

from datetime import date, datetime

import pytest

from accounts.models import User
from applications.answering import answer
from applications.asking import Asking
from applications.asking_more import Item, ask, propose, withdraw_question
from applications.deciding import approve, refuse
from applications.models import Application, Question
from applications.questions import is_answer_overdue, open_questions
from applications.reviewing import Reviewed
from applications.withdrawing import withdraw
from facilities.models import Slot
from facilities.occupancy import release
from lib import clock
from notices.models import Notice
from tests.applications.samples import DAY, approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold, code_of, told
from tests.bookings.samples import NOW, policy
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")
FRIDAY = at_seoul(date(2026, 11, 27), "18:00")
SATURDAY = span(date(2026, 12, 19), "10:00", "14:00")


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False)


@pytest.fixture
def application(organiser: User) -> Application:
    """The hall, and a zone of the plaza."""
    return hand_in(organiser, wants(), wants("plaza-a", starts="10:00", ends="14:00"))


def asked(officer: User, application: Application, by: datetime = FRIDAY) -> Question:
    items = [Item("text", "무대 설치 시각을 알려 주세요.", by)]
    return ask(officer, application, fresh(application).revision, items)[0]


def proposed(officer: User, application: Application) -> Question:
    """Zone B on Saturday instead of the second visit."""
    seen = fresh(application).revision
    return propose(officer, application, seen, 2, "plaza-b", SATURDAY, "B구역은 어떠세요?", FRIDAY)


def test_asked_item_by_item_with_own_deadlines(application: Application, officer: User) -> None:
    later = at_seoul(date(2026, 12, 4), "18:00")
    items = [Item("text", "시각", FRIDAY), Item("paper", "안전관리계획서", later)]
    ask(officer, application, 0, items)
    assert fresh(application).state == Reviewed.ASKED
    assert [one.text for one in open_questions(application, NOW)] == ["시각", "안전관리계획서"]
    facts = Notice.objects.get(kind="applications.asked").facts
    assert [one["answer_by"] for one in facts["questions"]] == [
        FRIDAY.isoformat(),
        later.isoformat(),
    ]
    assert application.booking.records.latest("pk").what == "asked_more"


def test_the_clock_stands_while_something_is_asked(
    application: Application, officer: User, organiser: User, at: Hold
) -> None:
    assert application.due_on == date(2026, 11, 30)
    question = asked(officer, application)
    assert fresh(application).due_on > date(2026, 11, 30)
    at(at_seoul(date(2026, 11, 25), "10:00"))
    answer(organiser, question, "아침 여덟 시입니다.")
    assert fresh(application).due_on == date(2026, 12, 2)
    assert fresh(application).state == Reviewed.SUBMITTED


def test_nothing_is_asked_with_an_empty_item(application: Application, officer: User) -> None:
    assert code_of(lambda: ask(officer, application, 0, [])) == "nothing_asked"
    items = [Item("text", " ", FRIDAY)]
    assert code_of(lambda: ask(officer, application, 0, items)) == "nothing_asked"


@pytest.mark.parametrize("by", [NOW, at_seoul(DAY, "10:00")])
def test_a_deadline_lies_between_now_and_the_use(
    application: Application, officer: User, by: datetime
) -> None:
    assert code_of(lambda: asked(officer, application, by)) == "answer_by_out_of_reach"


def test_an_answer_needs_a_word(application: Application, officer: User, organiser: User) -> None:
    question = asked(officer, application)
    assert code_of(lambda: answer(organiser, question, "  ")) == "answer_missing"
    answer(organiser, question, "여덟 시")
    question.refresh_from_db()
    assert (question.answer, question.answered_at) == ("여덟 시", NOW)
    assert code_of(lambda: answer(organiser, question, "아홉 시")) == "question_over"


def test_what_was_withdrawn_is_not_answered(
    application: Application, officer: User, organiser: User
) -> None:
    question = asked(officer, application)
    withdraw_question(officer, question, fresh(application).revision)
    assert fresh(application).state == Reviewed.SUBMITTED
    assert fresh(application).due_on == date(2026, 11, 30)
    assert code_of(lambda: answer(organiser, question, "여덟 시")) == "question_over"
    assert told("applications.question_withdrawn") == 1


def test_after_its_deadline_it_is_overdue_and_not_answered(
    application: Application, officer: User, organiser: User, at: Hold
) -> None:
    question = asked(officer, application)
    at(at_seoul(date(2026, 11, 27), "18:01"))
    assert is_answer_overdue(application, clock.now())
    assert code_of(lambda: answer(organiser, question, "여덟 시")) == "question_over"
    refuse(officer, application, fresh(application).revision, "답이 없었습니다.")
    question.refresh_from_db()
    assert question.withdrawn_at == clock.now()


def test_a_proposal_is_held_until_its_deadline(
    application: Application, officer: User, citizen: User
) -> None:
    question = proposed(officer, application)
    assert question.occupancy
    assert question.occupancy.expires_at == FRIDAY
    zone = wants("plaza-b", date(2026, 12, 19), "12:00", "16:00")
    assert code_of(lambda: hand_in(citizen, zone)) == "taken"


def test_an_accepted_proposal_becomes_the_visit_and_stays_held(
    application: Application, officer: User, organiser: User, citizen: User
) -> None:
    question = proposed(officer, application)
    assert code_of(lambda: answer(organiser, question, "좋아요")) == "answer_missing"
    answer(organiser, question, "", accepts=True)
    visits = Asking.from_json(fresh(application).asked).visits
    assert (visits[1].slug, visits[1].span) == ("plaza-b", SATURDAY)
    moved = application.booking.visits.get(facility__slug="plaza-b")
    assert moved.occupancy
    zone = wants("plaza-b", date(2026, 12, 19), "12:00", "16:00")
    assert code_of(lambda: hand_in(citizen, zone)) == "taken"
    approved(officer, application)
    standing = application.booking.visits.filter(attendance="expected").order_by("starts_at")
    assert [visit.facility.slug for visit in standing] == ["onnuri", "plaza-b"]


def test_a_declined_proposal_is_given_back(
    application: Application, officer: User, organiser: User, citizen: User
) -> None:
    answer(organiser, proposed(officer, application), "그날은 안 됩니다.", accepts=False)
    assert Asking.from_json(fresh(application).asked).visits[1].slug == "plaza-a"
    zone = wants("plaza-b", date(2026, 12, 19), "12:00", "16:00")
    assert hand_in(citizen, zone).is_open


def test_what_is_taken_is_not_proposed(
    application: Application, officer: User, citizen: User
) -> None:
    approved(officer, hand_in(citizen, wants("plaza-b", date(2026, 12, 19), "12:00", "16:00")))
    assert code_of(lambda: proposed(officer, application)) == "spaces_taken"
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("number", "slug", "code"),
    [
        (2, "nowhere", "facility_gone"),
        (3, "plaza-b", "facility_gone"),
        (2, "moran", "not_applied_for_here"),
    ],
)
def test_what_is_not_there_is_not_proposed(
    application: Application, officer: User, number: int, slug: str, code: str
) -> None:
    verb = lambda: propose(officer, application, 0, number, slug, SATURDAY, "", FRIDAY)  # noqa: E731
    assert code_of(verb) == code


def test_what_is_withdrawn_gives_back_its_proposals(
    application: Application, officer: User, organiser: User
) -> None:
    proposed(officer, application)
    withdraw(organiser, application.booking)
    assert not Slot.objects.exists()
    assert Question.objects.get().withdrawn_at == NOW


def test_approved_with_a_proposal_open_it_is_given_back(
    application: Application, officer: User
) -> None:
    question = proposed(officer, application)
    approved(officer, application)
    question.refresh_from_db()
    assert question.withdrawn_at == NOW
    assert {visit.facility.slug for visit in application.booking.visits.all()} == {
        "onnuri",
        "plaza-a",
    }


def test_a_proposal_about_a_change_leaves_what_was_approved(
    application: Application, officer: User, organiser: User
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(
        organiser, booking, wants(), wants("plaza-a", starts="12:00", ends="18:00")
    )
    answer(organiser, proposed(officer, change), "", accepts=True)
    assert {visit.facility.slug for visit in booking.visits.all()} == {"onnuri", "plaza-a"}
    approved(officer, change)
    standing = booking.visits.filter(attendance="expected")
    assert {visit.facility.slug for visit in standing} == {"onnuri", "plaza-b"}


def test_a_second_officer_asks_in_vain_from_an_old_page(
    application: Application, officer: User, administrator: User
) -> None:
    asked(officer, application)
    items = [Item("text", "시각", FRIDAY)]
    assert code_of(lambda: ask(administrator, application, 0, items)) == "changed_meanwhile"
    assert code_of(lambda: approve(administrator, application, 0)) == "changed_meanwhile"
    assert Question.objects.count() == 1


def test_a_proposal_in_the_way_of_its_own_visit_does_not_keep_it_from_being_approved(
    application: Application, officer: User
) -> None:
    """The zone an hour later: the two times overlap, and it is the same application."""
    later = span(DAY, "11:00", "15:00")
    propose(officer, application, 0, 2, "plaza-a", later, "한 시간 뒤는요?", FRIDAY)
    approved(officer, application)
    visit = application.booking.visits.get(facility__slug="plaza-a")
    assert visit.span == span(DAY, "10:00", "14:00")
    assert Slot.objects.filter(occupancy=visit.occupancy).count() == (4 + 4) * 4


def test_a_proposal_that_is_somebody_elses_is_not_accepted(
    application: Application, organiser: User, second_citizen: User, officer: User
) -> None:
    """Whatever became of its hold: the guard has the last word, and there is an answer."""
    question = proposed(officer, application)
    assert question.occupancy_id
    release([question.occupancy_id])
    approved(
        officer, hand_in(second_citizen, wants("plaza-b", SATURDAY.starts_at.date(), ends="14:00"))
    )
    assert code_of(lambda: answer(organiser, question, "", accepts=True)) == "question_over"
    question.refresh_from_db()
    assert (question.answered_at, question.is_accepted) == (None, None)
    answer(organiser, question, "", accepts=False)
