"""The verbs that hand in: an application, and a change of one."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import User
from applications.applying import judge, submit, submit_change
from applications.asking_more import propose
from applications.deciding import hand_over
from applications.models import Application, Draft
from applications.reviewing import Reviewed
from applications.withdrawing import withdraw
from bookings.attendance import Attended
from bookings.decision import Decided
from bookings.models import Booking
from facilities.models import Slot
from lib.refusal import Refused
from notices.models import Notice
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    asking,
    draft_of,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold, code_of
from tests.bookings.samples import policy
from tests.places import at_seoul, span

pytestmark = pytest.mark.usefixtures("city_hall")

FESTIVAL = (
    wants("onnuri", DAY, "10:00", "12:00"),
    wants("nuri-hall", DAY, "10:00", "17:00"),
    wants("plaza", DAY, "10:00", "17:00", people=900),
    wants("hannuri", DAY, "14:00", "16:00", people=100),
)


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False)


def test_one_application_for_everything(organiser: User) -> None:
    application = hand_in(organiser, *FESTIVAL)
    booking = application.booking
    assert (booking.state, booking.is_application) == (Decided.SUBMITTED, True)
    assert (application.number, application.state) == (1, Reviewed.SUBMITTED)
    visits = list(booking.visits.order_by("number").values_list("number", "facility__slug"))
    assert visits == [(1, "nuri-hall"), (2, "onnuri"), (3, "plaza"), (4, "hannuri")]
    assert booking.contact.name == organiser.name
    assert booking.records.get().what == "applied"
    assert Notice.objects.get().kind == "applications.received"
    assert not Draft.objects.exists()


def test_what_the_policy_holds_is_held_until_it_begins(organiser: User) -> None:
    booking = hand_in(organiser, *FESTIVAL).booking
    rows = booking.visits.values_list("facility__slug", "occupancy__expires_at")
    first = at_seoul(DAY, "10:00")
    assert dict(rows) == {"plaza": None, "onnuri": first, "nuri-hall": first, "hannuri": first}


def test_each_visit_has_its_own_time_around_it_at_least_that_of_its_policy(
    organiser: User,
) -> None:
    booking = hand_in(
        organiser,
        wants("onnuri", setup_minutes=15),
        wants("plaza-a", setup_minutes=180, clearing_minutes=240, starts="12:00", ends="17:00"),
    ).booking
    around = {
        visit.facility.slug: (visit.setup_minutes, visit.clearing_minutes)
        for visit in booking.visits.all()
    }
    assert around == {"onnuri": (60, 30), "plaza-a": (180, 240)}


def test_in_the_same_hall_one_visit_follows_the_other(organiser: User) -> None:
    booking = hand_in(
        organiser, wants(starts="10:00", ends="12:00"), wants(starts="12:00", ends="15:00")
    ).booking
    first, second = booking.visits.order_by("starts_at")
    assert (first.clearing_minutes, second.setup_minutes) == (0, 0)
    assert (first.setup_minutes, second.clearing_minutes) == (60, 30)
    quarters = Slot.objects.filter(occupancy__in=[first.occupancy, second.occupancy])
    assert quarters.count() == (3 + 3) * 4 + 2


def test_the_same_press_is_the_same_application(organiser: User) -> None:
    draft, asked = draft_of(organiser), asking()
    first = submit(organiser, draft, asked, "k")
    assert submit(organiser, draft, asked, "k") == first
    assert Booking.objects.count() == 1
    other = replace(asked, details=replace(asked.details, title="다른 행사"))
    assert code_of(lambda: submit(organiser, draft, other, "k")) == "key_used_otherwise"


@pytest.mark.parametrize(
    ("visits", "details", "code"),
    [
        ((wants("moran"),), {}, "not_applied_for_here"),
        ((wants("fitness"),), {}, "not_applied_for_here"),
        ((wants(day=date(2026, 11, 29)),), {}, "applied_too_late"),
        ((wants(day=date(2027, 3, 1)),), {}, "too_early"),
        ((wants(starts="20:00", ends="22:00"),), {}, "outside_hours"),
        ((wants(people=601),), {}, "too_many_people"),
        ((wants(), wants(starts="11:00", ends="13:00")), {}, "visits_overlap"),
        ((wants("plaza-a"), wants("plaza", starts="11:00", ends="17:00")), {}, "visits_overlap"),
        ((wants(),), {"people_peak": 901}, "more_at_once_than_a_day"),
        (tuple(wants(day=DAY) for _ in range(61)), {}, "too_many_visits_asked"),
        ((wants("nowhere"),), {}, "facility_gone"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    organiser: User, visits: tuple[object, ...], details: dict[str, object], code: str
) -> None:
    assert code_of(lambda: hand_in(organiser, *visits, **details)) == code  # type: ignore[arg-type]
    assert not Booking.objects.exists()
    assert not Slot.objects.exists()
    assert Draft.objects.count() == 1


def test_without_any_visit_it_is_refused(organiser: User) -> None:
    nothing = replace(asking(), visits=())
    assert code_of(lambda: submit(organiser, draft_of(organiser), nothing, "k")) == "no_visits"


def test_six_days_before_the_refusal_names_the_last_day_and_whom_to_call(organiser: User) -> None:
    with pytest.raises(Refused) as caught:
        hand_in(organiser, wants(day=date(2026, 11, 29)))
    refusal = caught.value.refusal
    assert "2026. 11. 22.(일)" in refusal.message
    assert "031-729-2187" in refusal.next_step


def test_seven_days_before_it_is_taken(organiser: User) -> None:
    assert hand_in(organiser, wants(day=date(2026, 11, 30))).is_open


def test_over_several_days_and_nights(organiser: User) -> None:
    visit = wants("plaza-a", DAY, "10:00", "22:00")
    over_night = replace(visit, span=replace(visit.span, ends_at=at_seoul(SATURDAY, "18:00")))
    assert hand_in(organiser, over_night).booking.visits.get().span == over_night.span
    too_late = replace(visit, span=replace(visit.span, ends_at=at_seoul(SATURDAY, "23:00")))
    assert code_of(lambda: hand_in(organiser, too_late)) == "outside_hours"


def test_what_is_approved_is_taken_for_others(
    organiser: User, citizen: User, officer: User
) -> None:
    approved(officer, hand_in(organiser, wants("plaza-a", starts="10:00", ends="17:00")))
    with pytest.raises(Refused) as caught:
        hand_in(citizen, wants("plaza", starts="12:00", ends="17:00"))
    assert caught.value.refusal.code == "taken"
    first = caught.value.alternatives[0]
    assert (first.listing.facility.slug, first.span.starts_at) == (
        "plaza",
        at_seoul(SATURDAY, "12:00"),
    )
    # And it can really be had.
    assert hand_in(citizen, wants("plaza", SATURDAY, "12:00", "17:00")).is_open


def test_both_sides_see_that_others_have_applied(organiser: User, citizen: User) -> None:
    hand_in(organiser, wants("plaza-a", starts="10:00", ends="17:00"))
    theirs = asking(
        wants("plaza", starts="12:00", ends="17:00"), wants("plaza-b", SATURDAY, ends="17:00")
    )
    assert [judged.rivals for judged in judge(citizen, theirs)] == [1, 0]
    assert all(judged.refusal is None for judged in judge(citizen, theirs))


def test_judging_costs_the_same_for_one_visit_and_for_many(
    organiser: User, django_assert_num_queries: object
) -> None:
    one = asking(wants("plaza-a", ends="17:00"))
    many = asking(
        *(wants("plaza-a", DAY.replace(day=day), ends="17:00") for day in range(7, 27)),
        wants("onnuri"),
    )
    judge(organiser, one)
    with django_assert_num_queries(4):  # type: ignore[operator]
        judge(organiser, one)
    with django_assert_num_queries(4):  # type: ignore[operator]
        judge(organiser, many)


# Changes ------------------------------------------------------------------------------------


def test_a_change_of_what_nobody_decided_takes_its_place(organiser: User) -> None:
    first = hand_in(organiser, wants(), wants("hannuri", people=50))
    kept = first.booking.visits.get(facility__slug="hannuri")
    second = hand_in_change(
        organiser, first.booking, wants(starts="13:00", ends="15:00"), wants("hannuri", people=60)
    )
    assert (fresh(first).state, second.number, second.state) == (
        Reviewed.WITHDRAWN,
        2,
        Reviewed.SUBMITTED,
    )
    standing = first.booking.visits.filter(attendance=Attended.EXPECTED).order_by("starts_at")
    assert [(one.facility.slug, one.people) for one in standing] == [
        ("hannuri", 60),
        ("onnuri", 300),
    ]
    assert standing[0].pk == kept.pk
    assert standing[0].occupancy_id == kept.occupancy_id
    assert standing[1].occupancy is not None
    gone = first.booking.visits.get(attendance=Attended.CANCELLED)
    assert gone.occupancy is None


def test_a_change_of_what_is_approved_leaves_it_as_it_is(organiser: User, officer: User) -> None:
    first = approved(officer, hand_in(organiser, wants()))
    second = hand_in_change(organiser, first.booking, wants(starts="14:00", ends="16:00"))
    assert (second.number, fresh(first).state) == (2, Reviewed.APPROVED)
    visit = first.booking.visits.get()
    assert visit.starts_at == at_seoul(DAY, "10:00")
    assert Slot.objects.filter(occupancy=visit.occupancy).exists()
    assert Booking.objects.get(pk=first.booking.pk).state == Decided.APPROVED


def test_one_change_at_a_time(organiser: User, officer: User) -> None:
    booking = approved(officer, hand_in(organiser, wants())).booking
    hand_in_change(organiser, booking, wants(starts="14:00", ends="16:00"))
    Draft.objects.all().delete()
    code = code_of(lambda: hand_in_change(organiser, booking, wants(starts="15:00", ends="17:00")))
    assert code == "change_is_open"


def test_a_change_that_changes_nothing(organiser: User) -> None:
    booking = hand_in(organiser, wants()).booking
    assert code_of(lambda: hand_in_change(organiser, booking, wants())) == "nothing_changed"


def test_changes_are_taken_until_the_day_of_the_policy(organiser: User, at: Hold) -> None:
    booking = hand_in(organiser, wants()).booking
    day = date(2026, 12, 11)
    at(at_seoul(day, "23:59"))
    later = wants(starts="14:00", ends="16:00")
    assert hand_in_change(organiser, booking, later).number == 2
    at(at_seoul(date(2026, 12, 12), "00:00"))
    code = code_of(lambda: hand_in_change(organiser, booking, wants(starts="15:00", ends="17:00")))
    assert code == "changed_too_late"


def test_a_change_pressed_twice_is_one(organiser: User) -> None:
    booking = hand_in(organiser, wants()).booking
    draft, asked = draft_of(organiser, booking), asking(wants(starts="14:00", ends="16:00"))
    first = submit_change(organiser, draft, asked, "k")
    assert submit_change(organiser, draft, asked, "k") == first
    assert Application.objects.count() == 2


def test_what_was_cancelled_is_not_changed(organiser: User) -> None:
    booking = hand_in(organiser, wants()).booking
    withdraw(organiser, booking)
    code = code_of(lambda: hand_in_change(organiser, booking, wants(ends="13:00")))
    assert code == "application_over"


def test_a_visit_that_was_left_out_does_not_bind_a_change(
    organiser: User, officer: User, at: Hold
) -> None:
    early = date(2026, 12, 4)
    application = hand_in(organiser, wants(day=early), wants("hannuri", SATURDAY, people=20))
    approved(officer, application, left_out=frozenset({1}), why="그날은 행사가 있습니다.")
    at(at_seoul(early, "12:00"))
    later = wants("hannuri", SATURDAY, "13:00", "15:00", people=20)
    assert hand_in_change(organiser, application.booking, later).number == 2


def test_a_change_of_what_nobody_decided_ends_what_was_asked(
    organiser: User, officer: User
) -> None:
    """And may ask for just what was proposed, which was held until then."""
    application = hand_in(organiser, wants("plaza-a", ends="14:00"))
    proposed, until = span(SATURDAY, "10:00", "14:00"), at_seoul(date(2026, 11, 27), "18:00")
    question = propose(officer, application, 0, 1, "plaza-b", proposed, "B구역은요?", until)
    change = hand_in_change(
        organiser, application.booking, wants("plaza-b", SATURDAY, ends="14:00")
    )
    question.refresh_from_db()
    assert question.withdrawn_at is not None
    assert not Slot.objects.exists()
    assert fresh(approved(officer, change)).state == Reviewed.APPROVED


def test_a_change_stays_in_the_same_hands(organiser: User, officer: User) -> None:
    application = hand_in(organiser)
    hand_over(officer, application, 0, officer)
    change = hand_in_change(organiser, application.booking, wants(starts="13:00", ends="15:00"))
    assert fresh(change).officer == officer
