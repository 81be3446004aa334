"""The verb that books: all that is asked for, or nothing."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from bookings import letters
from bookings.decision import Decided
from bookings.models import Booking, Contact, Record, Visit
from bookings.reserve import reserve
from facilities import occupancy
from facilities.models import Building, Occupancy, Slot
from facilities.occupancy import Want
from lib.refusal import Refused
from lib.spans import quarters
from notices.models import Notice
from tests.bookings.samples import NOW, TUESDAY, asked, book, new_key, policy, request_for
from tests.places import listing, span

pytestmark = pytest.mark.usefixtures("city_hall")


def refused(person: User, *visits: object, key: str = "", **changes: object) -> Refused:
    """The refusal of a request with these visits."""
    with pytest.raises(Refused) as caught:
        reserve(person, request_for(*visits, **changes), key or new_key())  # type: ignore[arg-type]
    return caught.value


def nothing_was_written() -> bool:
    return not any(
        model._default_manager.exists()
        for model in (Booking, Visit, Contact, Record, Notice, Occupancy, Slot)
    )


def test_a_booking_is_all_that_belongs_to_it(citizen: User) -> None:
    booking = reserve(citizen, request_for(group_name="책벗"), new_key())

    booking.refresh_from_db()
    assert (booking.person_id, booking.state, booking.revision) == (
        citizen.pk,
        Decided.APPROVED,
        0,
    )
    assert (booking.purpose, booking.group_name) == ("독서 모임", "책벗")
    assert booking.created_at == booking.changed_at == NOW
    (visit,) = booking.visits.all()
    assert visit.span == span(TUESDAY, "14:00", "16:00")
    assert visit.policy == listing("moran").policy_on(NOW.date())
    assert visit.people == 5
    assert booking.contact.phone == "01000001001"
    assert [(line.what, line.who_id, line.at) for line in booking.records.all()] == [
        ("reserved", citizen.pk, NOW)
    ]
    assert set(Slot.objects.values_list("occupancy_id", "starts_at")) == {
        (visit.occupancy_id, quarter) for quarter in quarters(visit.span)
    }
    letter = Notice.objects.get()
    assert (letter.kind, letter.to, letter.person_id) == (
        "bookings.confirmed",
        "nadeuri@example.com",
        citizen.pk,
    )


def test_set_up_and_clearing_are_taken_too(citizen: User, second_citizen: User) -> None:
    policy("moran", setup_minutes=30, clearing_minutes=15)

    booking = book(citizen)

    held = span(TUESDAY, "13:30", "16:15")
    assert list(Slot.objects.order_by("starts_at").values_list("starts_at", flat=True)) == list(
        quarters(held)
    )
    assert booking.visits.get().span == span(TUESDAY, "14:00", "16:00")
    for starts, ends in (("13:00", "14:00"), ("16:00", "17:00")):
        answer = refused(second_citizen, asked(starts=starts, ends=ends))
        assert answer.refusal.code == "taken"
    assert book(second_citizen, asked(starts="12:00", ends="13:00"))


def test_two_that_only_touch_are_both_booked(citizen: User, second_citizen: User) -> None:
    book(citizen, asked(starts="14:00", ends="15:00"))
    book(second_citizen, asked(starts="15:00", ends="16:00"))

    assert Visit.objects.count() == 2


def test_several_visits_are_one_booking(citizen: User) -> None:
    days = [TUESDAY + timedelta(days=offset) for offset in (0, 1, 2)]

    booking = book(citizen, *(asked(day=day) for day in days))

    assert [visit.number for visit in booking.visits.order_by("number")] == [1, 2, 3]
    assert Slot.objects.count() == 3 * 8
    assert Notice.objects.count() == 1


def test_when_one_of_several_is_taken_nothing_is_booked(
    citizen: User, second_citizen: User
) -> None:
    book(second_citizen, asked("bookcafe-room", day=date(2026, 12, 2)))
    before = Slot.objects.count()

    answer = refused(citizen, asked("moran"), asked("bookcafe-room", day=date(2026, 12, 2)))

    assert answer.refusal.code == "taken"
    assert "하늘북카페" in answer.refusal.message  # the one that is taken, not the first
    assert Booking.objects.count() == 1
    assert Slot.objects.count() == before


def test_visits_of_one_request_count_against_the_limit_together(citizen: User) -> None:
    answer = refused(citizen, asked("moran"), asked("tancheon", starts="09:00", ends="10:00"))

    assert answer.refusal.code == "most_a_day"
    assert nothing_was_written()


def test_a_visit_that_overlaps_another_of_the_same_request_is_refused(citizen: User) -> None:
    answer = refused(
        citizen, asked("bookcafe-room", day=TUESDAY), asked("bookcafe-room", day=TUESDAY)
    )

    assert answer.refusal.code == "taken"
    assert nothing_was_written()


def test_a_refusal_leaves_nothing_behind(citizen: User) -> None:
    refused(citizen, asked(people=10_000))

    assert nothing_was_written()


def test_a_letter_that_cannot_be_written_takes_the_booking_back(
    citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr(letters, "write", break_down)

    with pytest.raises(RuntimeError):
        book(citizen)

    assert nothing_was_written()


def test_the_same_key_with_the_same_contents_is_the_same_booking(citizen: User) -> None:
    key = new_key()

    first, second = book(citizen, key=key), book(citizen, key=key)

    assert first == second
    assert Booking.objects.count() == Notice.objects.count() == 1


def test_the_same_key_gives_the_booking_even_when_it_could_not_be_made_now(
    citizen: User, at: object
) -> None:
    key = new_key()
    first = book(citizen, key=key)

    at(span(TUESDAY, "14:00", "16:00").ends_at)  # type: ignore[operator]

    assert book(citizen, key=key) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": "다른 모임"},
        {"group_name": "다른 모임"},
        {"contact_name": "다른 이"},
        {"phone": "01000001002"},
        {"email": "other@example.com"},
        {"visits": (asked(people=6),)},
        {"visits": (asked(starts="13:00"),)},
        {"visits": (asked("tancheon"),)},
    ],
)
def test_the_same_key_with_other_contents_is_refused(
    citizen: User, changes: dict[str, object]
) -> None:
    key = new_key()
    first = book(citizen, key=key)

    with pytest.raises(Refused) as caught:
        reserve(citizen, request_for(**changes), key)

    assert caught.value.refusal.code == "key_used_otherwise"
    assert first.reference in caught.value.refusal.message
    assert Booking.objects.count() == 1


def test_a_key_is_a_persons_own(citizen: User, second_citizen: User) -> None:
    key = new_key()

    first = book(citizen, key=key)
    second = book(second_citizen, asked(day=date(2026, 12, 2)), key=key)

    assert first != second


def test_a_hold_that_ran_out_is_swept_and_the_room_booked(citizen: User) -> None:
    (held,) = occupancy.take(
        [Want(listing("moran").space_ids, span(TUESDAY, "13:00", "15:00"), expires_at=NOW)]
    )

    booking = book(citizen)

    assert not Occupancy.objects.filter(pk=held.pk).exists()
    assert booking.visits.get().occupancy_id


def test_a_hold_in_force_is_not_swept(citizen: User) -> None:
    later = NOW + timedelta(seconds=1)
    occupancy.take(
        [Want(listing("moran").space_ids, span(TUESDAY, "13:00", "15:00"), expires_at=later)]
    )

    assert refused(citizen).refusal.code == "taken"
    assert Occupancy.objects.count() == 1


def test_a_taken_time_comes_with_three_alternatives(citizen: User, second_citizen: User) -> None:
    book(second_citizen)

    answer = refused(citizen)

    assert [start.is_free for start in answer.alternatives] == [True] * 3
    for start in answer.alternatives:
        assert not start.span.overlaps(span(TUESDAY, "14:00", "16:00")) or (
            start.listing.facility.slug != "moran"
        )


def test_a_facility_that_was_taken_out_of_the_list_is_refused(citizen: User) -> None:
    assert refused(citizen, asked("nowhere")).refusal.code == "facility_gone"


def test_what_was_booked_keeps_the_policy_it_was_made_under(
    citizen: User, city_hall: Building
) -> None:
    visit = book(citizen).visits.get()

    newer = policy("moran", cancel_minutes_before=1440)

    visit.refresh_from_db()
    assert visit.policy_id != newer.pk
    assert book(citizen, asked(day=date(2026, 12, 2))).visits.get().policy_id == newer.pk


def test_what_the_quick_look_sees_is_what_the_guard_would_say(
    citizen: User, second_citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look before the transaction is a kindness: with and without it the answer is the same."""
    book(second_citizen)
    seen = refused(citizen)

    monkeypatch.setattr(occupancy, "is_any_taken", lambda wants, now: False)
    guarded = refused(citizen)

    assert seen.refusal == guarded.refusal
    assert [one.span for one in seen.alternatives] == [one.span for one in guarded.alternatives]


def test_the_quick_look_does_not_hide_what_a_rule_would_say(
    second_citizen: User, citizen: User
) -> None:
    book(second_citizen)

    assert refused(citizen, asked(people=10_000)).refusal.code == "too_many_people"
    assert refused(citizen, asked(starts="14:10", ends="15:10")).refusal.code == "off_grid"


def test_a_key_used_before_is_found_though_the_room_is_taken(citizen: User) -> None:
    key = new_key()
    first = book(citizen, key=key)

    assert book(citizen, key=key) == first
    assert refused(citizen, asked(people=6), key=key).refusal.code == "key_used_otherwise"
