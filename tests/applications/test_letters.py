"""The letters of an application: what they say, in the language of their reader."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from accounts.models import User
from applications.asking_more import Item, ask, propose, withdraw_question
from applications.deciding import lapse_undecided, refuse
from applications.letters import KINDS
from applications.models import Application
from lib import clock
from lib.references import spaced
from notices.letters import Letter, compose
from notices.models import Notice
from tests.applications.samples import DAY, approved, fresh, hand_in, hand_in_change, wants
from tests.bookings.door import Hold
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")
FRIDAY = at_seoul(date(2026, 11, 27), "18:00")
OBJECT = (
    "within 30 days of this notice (General Act on Public Administration, art. 36)",
    "within 90 days of knowing of this decision, and within 180 days of it",
    "Administrative Litigation Act, art. 20",
)


@pytest.fixture
def english(organiser: User) -> User:
    organiser.language = "en"
    organiser.save(update_fields=["language"])
    return organiser


@pytest.fixture
def application(english: User) -> Application:
    """The hall on two days."""
    return hand_in(english, wants(), wants(day=date(2026, 12, 19)))


def letter_of(kind: str) -> Letter:
    return compose(Notice.objects.filter(kind=f"applications.{kind}").latest("pk"))


def says(letter: Letter, *words: str) -> None:
    """Both the text and the HTML say all of it."""
    for text in (letter.text, letter.html):
        assert [one for one in words if one not in text] == []


def test_received(application: Application) -> None:
    letter = letter_of("received")
    says(
        letter,
        "Your application has been received.",
        "To be decided by: Mon 30 Nov 2026",
        "Onnuri Auditorium",
        "Fri 18 Dec 2026, 10:00–12:00",
        spaced(application.booking.reference),
        f"/en/applications/{application.booking.reference}/",
    )
    assert letter.subject.endswith("사회복지 한마당(예시)")
    assert not letter.attachments


def test_in_korean_for_who_reads_korean(organiser: User) -> None:
    application = hand_in(organiser, wants())
    letter = letter_of("received")
    says(letter, "온누리", "2026. 12. 18.(금) 10:00~12:00", "2026. 11. 30.(월)")
    assert f"/applications/{application.booking.reference}/" in letter.text
    assert "/en/" not in letter.text


def test_asked_item_by_item(application: Application, officer: User) -> None:
    later = at_seoul(date(2026, 12, 4), "18:00")
    items = [Item("text", "무대 설치 시각", FRIDAY), Item("paper", "안전관리계획서", later)]
    ask(officer, application, 0, items)
    says(
        letter_of("asked"),
        "- 무대 설치 시각 (until Fri 27 Nov 2026, 18:00)",
        "- 안전관리계획서 (until Fri 4 Dec 2026, 18:00)",
    )


def test_proposed(application: Application, officer: User) -> None:
    later = span(DAY, "14:00", "16:00")
    question = propose(officer, application, 0, 1, "onnuri", later, "오후는요?", FRIDAY)
    says(
        letter_of("asked"),
        "- Proposed instead: Onnuri Auditorium, Fri 18 Dec 2026, 14:00–16:00. 오후는요? "
        "(until Fri 27 Nov 2026, 18:00)",
    )
    withdraw_question(officer, question, fresh(application).revision)
    says(letter_of("question_withdrawn"), "- Onnuri Auditorium, Fri 18 Dec 2026, 14:00–16:00")


def test_not_asked_any_more(application: Application, officer: User) -> None:
    question = ask(officer, application, 0, [Item("text", "무대 설치 시각", FRIDAY)])[0]
    withdraw_question(officer, question, fresh(application).revision)
    says(letter_of("question_withdrawn"), "- 무대 설치 시각", "To be decided by: Mon 30 Nov 2026")


def test_approved_with_its_conditions_and_for_the_calendar(
    application: Application, officer: User
) -> None:
    approved(officer, application, conditions=["소음을 줄입니다.", "뒷정리를 합니다."])
    letter = letter_of("approved")
    says(
        letter,
        "Your application is approved.",
        "Permit number: 2026-00001",
        "1. 소음을 줄입니다.",
        "2. 뒷정리를 합니다.",
    )
    assert "How to object" not in letter.text
    assert len(events_of(letter)) == 2


def test_approved_in_part_it_says_what_not_why_and_how_to_object(
    application: Application, officer: User
) -> None:
    approved(officer, application, left_out=frozenset({2}), why="토요일에는 시 행사가 있습니다.")
    letter = letter_of("approved")
    says(
        letter,
        "Your application is approved in part.",
        "- Onnuri Auditorium, Sat 19 Dec 2026, 10:00–12:00",
        "Reason: 토요일에는 시 행사가 있습니다.",
        *OBJECT,
    )
    assert len(events_of(letter)) == 1


def test_not_approved_it_says_why_and_how_to_object(
    application: Application, officer: User
) -> None:
    refuse(officer, application, 0, "영리 목적의 행사입니다.")
    letter = letter_of("refused")
    says(letter, "Your application was not approved.", "Reason: 영리 목적의 행사입니다.", *OBJECT)
    (line,) = [one for one in letter.text.splitlines() if "영리" in one]
    assert line == "Reason: 영리 목적의 행사입니다."


def test_a_change_received_approved_and_not(
    application: Application, english: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(english, booking, wants(people=400))
    says(letter_of("received"), "Your change has been received. What was approved before")
    refuse(officer, change, 0, "자리가 모자랍니다.")
    says(letter_of("change_refused"), "What was approved before", "자리가 모자랍니다.", *OBJECT)
    approved(officer, hand_in_change(english, booking, wants(people=310)))
    says(letter_of("approved"), "Your change is approved.", "Permit number: 2026-00002")


def test_what_was_changed_before_it_was_decided_replaced_nothing_approved(
    application: Application, english: User, officer: User
) -> None:
    change = hand_in_change(english, application.booking, wants(people=310))
    says(letter_of("received"), "Your application has been received.")
    approved(officer, change)
    says(letter_of("approved"), "Your application is approved.")


def test_not_decided_in_time(application: Application, at: Hold) -> None:
    at(at_seoul(DAY, "10:00"))
    assert lapse_undecided(clock.now()) == 1
    says(letter_of("lapsed"), "your application was not decided before it would have begun")


def test_a_change_not_decided_in_time(
    application: Application, english: User, officer: User, at: Hold
) -> None:
    booking = approved(officer, application).booking
    hand_in_change(english, booking, wants(people=310))
    at(at_seoul(DAY, "10:00"))
    assert lapse_undecided(clock.now()) == 1
    says(letter_of("lapsed"), "What was approved before stands as it is.")


def test_what_somebody_typed_stays_text(english: User, officer: User) -> None:
    application = hand_in(english, wants(), title="<b>굵게</b> {{ x }}")
    refuse(officer, application, 0, "<i>까닭</i> & 또")
    letter = letter_of("refused")
    assert "<b>굵게</b> {{ x }}" in letter.subject
    assert "Reason: <i>까닭</i> & 또" in letter.text
    assert "&lt;i&gt;까닭&lt;/i&gt; &amp; 또" in letter.html
    assert "<i>" not in letter.html


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_written_at_any_time_without_a_query(
    application: Application,
    officer: User,
    english: User,
    at: Hold,
    django_assert_num_queries: Callable[[int], Any],
    kind: str,
) -> None:
    """One life in which every letter is written once."""
    question = ask(officer, application, 0, [Item("text", "물음", FRIDAY)])[0]
    withdraw_question(officer, question, fresh(application).revision)
    booking = approved(officer, application).booking
    refuse(officer, hand_in_change(english, booking, wants(people=310)), 0, "까닭")
    refuse(officer, hand_in(english, wants("hannuri", people=30)), 0, "까닭")
    hand_in_change(english, booking, wants(people=320))
    at(at_seoul(DAY, "10:00"))
    lapse_undecided(clock.now())
    notice = Notice.objects.filter(kind=kind).latest("pk")
    with django_assert_num_queries(0):
        letter = compose(notice)
    assert "applications/" in letter.text
    assert letter == compose(notice)


def events_of(letter: Letter) -> list[Any]:
    (attachment,) = letter.attachments
    return list(Calendar.from_ical(attachment.content.decode()).walk("VEVENT"))


def test_an_approved_change_takes_out_of_the_calendar_what_fell_away(
    application: Application, english: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    kept, moved = wants(), wants(day=date(2026, 12, 19), starts="14:00", ends="16:00")
    approved(officer, hand_in_change(english, booking, kept, moved))
    letter = letter_of("approved")
    events = Calendar.from_ical(letter.attachments[0].content).walk("VEVENT")
    told = {str(one["DTSTART"].to_ical())[2:17]: str(one.get("STATUS")) for one in events}
    assert told == {
        "20261218T100000": "CONFIRMED",
        "20261219T100000": "CANCELLED",
        "20261219T140000": "CONFIRMED",
    }
    assert "14:00–16:00" in letter.text
    assert "Sat 19 Dec 2026, 10:00" not in letter.text


def test_a_refused_change_names_only_what_stands(
    application: Application, english: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    first = hand_in_change(english, booking, wants())
    approved(officer, first)
    second = hand_in_change(english, booking, wants(starts="14:00", ends="16:00"))
    refuse(officer, second, fresh(second).revision, "No.")
    assert "Sat 19 Dec 2026" not in letter_of("change_refused").text
