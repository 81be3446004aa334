"""The verbs that decide an application: approve, refuse, hand over, let lapse."""

from datetime import date

import pytest

from accounts.models import User
from applications.deciding import approve, hand_over, lapse_undecided, refuse
from applications.models import Application, Permit
from applications.reviewing import Reviewed
from applications.rivals import rivals_of
from applications.withdrawing import withdraw
from bookings.attend import arrive
from bookings.attendance import Attended
from bookings.close import close
from bookings.decision import Decided
from bookings.models import Booking
from facilities.models import Facility, Slot
from lib import clock
from lib.refusal import Refused
from notices.models import Notice
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold, code_of, told
from tests.bookings.samples import policy
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False)


@pytest.fixture
def application(organiser: User) -> Application:
    """The hall in the morning, a zone of the plaza all day."""
    return hand_in(organiser, wants(), wants("plaza-a", starts="10:00", ends="17:00"))


@pytest.fixture
def rival(second_citizen: User) -> Application:
    """The whole plaza on the same day, handed in later."""
    return hand_in(second_citizen, wants("plaza", starts="12:00", ends="18:00"))


def attended(application: Application) -> dict[str, str]:
    rows = application.booking.visits.values_list("facility__slug", "attendance")
    return dict(rows)


def test_approval_takes_the_spaces_and_tells(application: Application, officer: User) -> None:
    approve(officer, application, 0, conditions=["쓰레기를 되가져갑니다."])
    now = fresh(application)
    assert (now.state, now.decided_by, now.decided_at) == (
        Reviewed.APPROVED,
        officer,
        clock.now(),
    )
    assert (now.booking.state, now.conditions) == (Decided.APPROVED, ["쓰레기를 되가져갑니다."])
    for visit in now.booking.visits.all():
        assert visit.occupancy
        assert visit.occupancy.expires_at is None
    assert Permit.objects.get().application == now
    assert now.booking.records.latest("pk").what == "approved"
    letter = Notice.objects.get(kind="applications.approved")
    assert letter.facts["conditions"] == ["쓰레기를 되가져갑니다."]


def test_in_part_what_is_left_out_is_cancelled_with_the_reason(
    application: Application, officer: User
) -> None:
    assert (
        code_of(lambda: approve(officer, application, 0, left_out=frozenset({2}))) == "why_missing"
    )
    approve(officer, application, 0, left_out=frozenset({2}), why="무대를 고치는 중입니다.")
    assert attended(application) == {"onnuri": Attended.EXPECTED, "plaza-a": Attended.CANCELLED}
    assert fresh(application).left_out == [2]
    facts = Notice.objects.get(kind="applications.approved").facts
    assert facts["left_out"][0]["facility"] == "너른못 광장 A구역(무대)"
    assert [visit["facility"] for visit in facts["visits"]] == ["온누리(대강당)"]


def test_nothing_chosen_is_no_approval(application: Application, officer: User) -> None:
    none = frozenset({1, 2})
    code = code_of(lambda: approve(officer, application, 0, left_out=none, why="까닭"))
    assert code == "nothing_left"


def test_two_officers_the_second_is_told(
    application: Application, officer: User, administrator: User
) -> None:
    hand_over(officer, application, 0, officer)
    assert code_of(lambda: approve(administrator, application, 0)) == "changed_meanwhile"
    assert code_of(lambda: refuse(administrator, application, 0, "까닭")) == "changed_meanwhile"
    assert fresh(application).state == Reviewed.SUBMITTED
    assert approve(administrator, application, 1).state == Reviewed.APPROVED


def test_what_is_decided_is_not_decided_again(application: Application, officer: User) -> None:
    approved(officer, application)
    code = code_of(lambda: refuse(officer, application, fresh(application).revision, "까닭"))
    assert code == "application_over"


def test_what_was_withdrawn_is_not_approved(
    application: Application, organiser: User, officer: User
) -> None:
    withdraw(organiser, application.booking)
    assert code_of(lambda: approved(officer, application)) == "application_over"
    assert not Slot.objects.exists()


def test_rivals_are_shown_before_one_is_approved(
    application: Application, rival: Application, officer: User
) -> None:
    assert rivals_of(application) == [rival]
    assert code_of(lambda: approve(officer, application, 0)) == "rivals_unseen"
    seen = frozenset({rival.booking.reference})
    approve(officer, application, 0, rivals_seen=seen)
    with pytest.raises(Refused) as caught:
        approve(officer, rival, 0)
    assert caught.value.refusal.code == "spaces_taken"
    assert "너른못 광장 전체" in caught.value.refusal.message
    assert fresh(rival).state == Reviewed.SUBMITTED
    assert fresh(rival).booking.state == Decided.SUBMITTED


def test_rivals_come_by_priority_then_by_receipt(
    application: Application, citizen: User, second_citizen: User
) -> None:
    for slug in ("plaza", "plaza-a"):
        policy(slug, valid_from=date(2026, 11, 23), priority="landscape_plaza")
    zone = wants("plaza-a", starts="12:00", ends="17:00")
    plain = hand_in(citizen, zone)
    children = hand_in(second_citizen, zone, character="children")
    city = hand_in(citizen, zone, applicant="public_body")
    assert rivals_of(application) == [city, children, plain]


def test_a_hall_in_the_way_is_named(organiser: User, second_citizen: User, officer: User) -> None:
    zone = wants("plaza-a", starts="10:00", ends="17:00")
    early = hand_in(organiser, zone, wants("plaza-b", SATURDAY, ends="17:00"))
    late = hand_in(second_citizen, zone)
    approved(officer, late, rivals_seen=frozenset({early.booking.reference}))
    with pytest.raises(Refused) as caught:
        approved(officer, early)
    assert "A구역" in caught.value.refusal.message
    assert "B구역" not in caught.value.refusal.message
    # The rest can be approved.
    approved(officer, early, left_out=frozenset({1}), why="다른 신청이 먼저 승인되었습니다.")
    assert fresh(early).booking.visits.get(attendance="expected").facility.slug == "plaza-b"


def test_refused_with_the_reason(application: Application, officer: User) -> None:
    assert code_of(lambda: refuse(officer, application, 0, " ")) == "why_missing"
    refuse(officer, application, 0, "영리 목적의 행사입니다.")
    assert fresh(application).state == Reviewed.REFUSED
    assert fresh(application).booking.state == Decided.REFUSED
    assert set(attended(application).values()) == {Attended.CANCELLED}
    assert not Slot.objects.exists()
    assert Notice.objects.get(kind="applications.refused").facts["why"] == "영리 목적의 행사입니다."


def test_a_change_approved_moves_the_slots(
    application: Application, organiser: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    zone = wants("plaza-a", starts="10:00", ends="17:00")
    change = hand_in_change(organiser, booking, wants(starts="13:00", ends="16:00"), zone)
    approved(officer, change)
    hall = booking.visits.get(facility__slug="onnuri", attendance=Attended.EXPECTED)
    assert hall.span == span(DAY, "13:00", "16:00")
    old = booking.visits.get(facility__slug="onnuri", attendance=Attended.CANCELLED)
    assert old.occupancy is None
    assert booking.visits.get(facility__slug="plaza-a").attendance == Attended.EXPECTED
    assert Slot.objects.filter(occupancy=hall.occupancy).count() == 4 * 4 + 2
    assert fresh(application).state == Reviewed.APPROVED
    newest = Permit.objects.get(application=change)
    assert Permit.objects.exclude(pk=newest.pk).get().replaced_at == clock.now()


def test_a_change_may_overlap_what_it_replaces(
    application: Application, organiser: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(organiser, booking, wants(starts="11:00", ends="14:00"))
    approved(officer, change)
    assert booking.visits.get(attendance="expected").span == span(DAY, "11:00", "14:00")


def test_a_change_that_meets_another_leaves_everything_as_it_was(
    organiser: User, second_citizen: User, officer: User
) -> None:
    mine = approved(officer, hand_in(organiser, wants("plaza-a", ends="14:00")))
    change = hand_in_change(organiser, mine.booking, wants("plaza-b", ends="14:00"))
    theirs = hand_in(second_citizen, wants("plaza-b", ends="14:00"))
    approved(officer, theirs, rivals_seen=frozenset({mine.booking.reference}))
    before = list(Slot.objects.values_list("space", "starts_at").order_by("space", "starts_at"))
    assert code_of(lambda: approved(officer, change)) == "spaces_taken"
    after = list(Slot.objects.values_list("space", "starts_at").order_by("space", "starts_at"))
    assert before == after
    assert mine.booking.visits.get().attendance == Attended.EXPECTED


def test_a_change_refused_leaves_what_was_approved(
    application: Application, organiser: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(organiser, booking, wants(starts="13:00", ends="16:00"))
    refuse(officer, change, fresh(change).revision, "그 시간은 안 됩니다.")
    assert fresh(change).state == Reviewed.REFUSED
    assert Booking.objects.get(pk=booking.pk).state == Decided.APPROVED
    assert set(attended(application).values()) == {Attended.EXPECTED}
    assert told("applications.change_refused") == 1


def test_a_change_is_approved_whole(
    application: Application, organiser: User, officer: User
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(
        organiser, booking, wants(starts="13:00", ends="16:00"), wants("hannuri", people=20)
    )
    code = code_of(lambda: approved(officer, change, left_out=frozenset({2}), why="까닭"))
    assert code == "change_is_whole"


def test_handed_over_to_who_may_decide(
    application: Application, officer: User, administrator: User, desk: User
) -> None:
    assert code_of(lambda: hand_over(officer, application, 0, desk)) == "not_an_officer"
    hand_over(officer, application, 0, administrator, "휴가입니다.")
    assert fresh(application).officer == administrator
    record = application.booking.records.latest("pk")
    assert (record.what, record.who) == ("handed_over", officer)
    assert "휴가입니다." in record.why


def test_what_nobody_decides_lapses_when_it_begins(
    application: Application, officer: User, at: Hold
) -> None:
    at(at_seoul(DAY, "09:59"))
    assert lapse_undecided(clock.now()) == 0
    at(at_seoul(DAY, "10:00"))
    assert code_of(lambda: approve(officer, application, 0)) == "application_over"
    assert lapse_undecided(clock.now()) == 1
    assert lapse_undecided(clock.now()) == 0
    assert fresh(application).state == Reviewed.LAPSED
    assert fresh(application).booking.state == Decided.LAPSED
    assert told("applications.lapsed") == 1


def test_a_change_that_lapses_leaves_what_was_approved(
    application: Application, organiser: User, officer: User, at: Hold
) -> None:
    booking = approved(officer, application).booking
    change = hand_in_change(organiser, booking, wants(starts="13:00", ends="16:00"))
    at(at_seoul(DAY, "10:00"))
    assert lapse_undecided(clock.now()) == 1
    assert fresh(change).state == Reviewed.LAPSED
    assert Booking.objects.get(pk=booking.pk).state == Decided.APPROVED


def test_what_the_city_closed_is_not_left_open(
    organiser: User, officer: User, application: Application
) -> None:
    only_hall = hand_in(organiser, wants("hannuri", people=20))
    hannuri = Facility.objects.get(slug="hannuri")
    seen = frozenset({only_hall.booking.reference})
    close(officer, hannuri, span(DAY, "09:00", "21:00"), reason_ko="공사", seen=seen)
    assert lapse_undecided(clock.now()) == 1
    assert fresh(only_hall).state == Reviewed.CANCELLED
    assert told("applications.lapsed") == 0
    assert fresh(application).is_open


def test_the_hall_that_was_held_is_still_held_when_it_is_approved_late(
    organiser: User, citizen: User, officer: User, at: Hold
) -> None:
    """Its hold ends with the start of the first visit; until then nobody gets in between."""
    application = hand_in(organiser, wants(), wants("hannuri", SATURDAY, people=20))
    assert code_of(lambda: hand_in(citizen, wants(starts="11:00", ends="13:00"))) == "taken"
    at(at_seoul(DAY, "09:59"))
    approved(officer, application)
    held = [visit.occupancy for visit in application.booking.visits.all()]
    assert all(one and one.expires_at is None for one in held)


def test_a_change_lapses_too_when_somebody_has_come_early(
    organiser: User, officer: User, desk: User, at: Hold
) -> None:
    booking = approved(officer, hand_in(organiser)).booking
    change = hand_in_change(organiser, booking, wants(starts="13:00", ends="16:00"))
    at(at_seoul(DAY, "09:45"))
    arrive(desk, booking.visits.get())
    assert lapse_undecided(clock.now()) == 0
    at(at_seoul(DAY, "10:00"))
    assert lapse_undecided(clock.now()) == 1
    assert fresh(change).state == Reviewed.LAPSED
