"""The officers' inbox of applications."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from applications.asking_more import Item, ask
from applications.charging import record_payment
from applications.deciding import hand_over, refuse
from applications.models import Application, Charge
from applications.withdrawing import withdraw
from bookings.models import Booking
from lib.references import new_reference
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold
from tests.bookings.gate import FOR_OFFICERS, answers
from tests.bookings.samples import policy, residents
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")
INBOX = "/en/review/"
ClientOf = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _plaza_holds_nothing(city_hall: object) -> None:
    for slug in ("plaza", "plaza-a", "plaza-b"):
        policy(slug, holds_while_undecided=False)


@pytest.fixture
def browser(client_of: ClientOf, officer: User) -> Client:
    return client_of(officer)


def titles(page: str) -> list[str]:
    """Of the entries, in their order."""
    return [part.split("</a>")[0].split(">")[-1] for part in page.split('"card-title">')[1:]]


def shown(browser: Client, query: str = "") -> str:
    answer = browser.get(f"{INBOX}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_may_see_it(client_of: ClientOf) -> None:
    assert answers(INBOX, client_of) == FOR_OFFICERS


def test_empty_it_says_what_comes_here(browser: Client) -> None:
    assert "No application waits for a decision" in shown(browser)


def test_what_is_due_first_stands_first(
    browser: Client, organiser: User, citizen: User, at: Hold
) -> None:
    hand_in(organiser, wants(), title="나중")
    at(at_seoul(date(2026, 11, 23), "11:00"))
    hand_in(citizen, wants("plaza-a", date(2026, 11, 30), ends="16:00"), title="먼저")
    page = shown(browser)
    assert titles(page) == ["먼저", "나중"]
    assert "5 days left" in page
    assert "7 days left" in page


def test_due_is_said_in_words(browser: Client, organiser: User, at: Hold) -> None:
    hand_in(organiser, wants())
    at(at_seoul(date(2026, 11, 30), "10:00"))
    assert "due today" in shown(browser)
    at(at_seoul(date(2026, 12, 2), "10:00"))
    assert "2 days overdue" in shown(browser)


def test_what_is_decided_or_withdrawn_is_not_in_it(
    browser: Client, organiser: User, officer: User
) -> None:
    refuse(officer, hand_in(organiser, wants(), title="거절"), 0, "까닭")
    approved(officer, hand_in(organiser, wants("hannuri", people=9), title="승인"))
    Booking.objects.filter(pk=hand_in(organiser, wants(day=SATURDAY)).booking_id).update(
        state="cancelled"
    )
    assert titles(shown(browser)) == []


def test_a_change_is_marked(browser: Client, organiser: User, officer: User) -> None:
    booking = approved(officer, hand_in(organiser, wants())).booking
    hand_in_change(organiser, booking, wants(starts="14:00", ends="16:00"))
    assert '<span class="krds-badge">Change</span>' in shown(browser)


def test_an_organisation_in_full_a_person_masked(
    browser: Client, organiser: User, citizen: User
) -> None:
    hand_in(organiser, wants())
    hand_in(citizen, wants(day=SATURDAY), applicant="person", organisation="")
    page = shown(browser)
    assert "여수동 복지모임(예시)" in page
    assert citizen.name not in page
    assert "나*이" in page


def test_rivals_and_what_is_missing_are_said(
    browser: Client, organiser: User, citizen: User
) -> None:
    hand_in(organiser, wants("plaza-a", ends="16:00"), people_peak=600, people_day=2000)
    hand_in(citizen, wants("plaza", ends="16:00"), people_peak=10, people_day=10)
    page = shown(browser)
    assert page.count("1 rival") == 2
    assert page.count("Safety plan") == 1


def test_a_change_is_a_rival_where_it_wants_to_go_and_not_where_it_stands(
    browser: Client, organiser: User, citizen: User, officer: User
) -> None:
    booking = approved(officer, hand_in(organiser, wants("plaza-a", ends="14:00"))).booking
    hand_in_change(organiser, booking, wants("plaza-a", SATURDAY, ends="14:00"))
    hand_in(citizen, wants("plaza-b", ends="14:00"), title="같은 금요일")
    hand_in(citizen, wants("plaza", SATURDAY, starts="13:00", ends="17:00"), title="토요일")
    page = shown(browser)
    assert page.count("1 rival") == 2
    assert "1 rival" not in page.split("같은 금요일")[1].split("</li>")[0]


def test_how_far_it_is(browser: Client, organiser: User, officer: User, at: Hold) -> None:
    application = hand_in(organiser, wants())
    until = at_seoul(date(2026, 11, 27), "18:00")
    ask(officer, application, 0, [Item("text", "몇 시에 오나요?", until)])
    assert "Waits for an answer" in shown(browser)
    at(at_seoul(date(2026, 11, 28), "09:00"))
    assert "Answer overdue" in shown(browser)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?whose=mine", ["내 것"]),
        ("?whose=nobody", ["남은 것"]),
        ("?state=asked", ["내 것"]),
        ("?facility=plaza-a", ["남은 것"]),
        ("?text=남은", ["남은 것"]),
        ("?text=복지모임", ["내 것", "남은 것"]),
        ("?text=%25", []),
        ("?text=없는것", []),
        ("?state=approved", ["내 것", "남은 것"]),
        ("?page=99", ["내 것", "남은 것"]),
    ],
)
def test_narrowed_down(
    browser: Client, organiser: User, officer: User, query: str, found: list[str]
) -> None:
    mine = hand_in(organiser, wants(), title="내 것")
    hand_in(organiser, wants("plaza-a", DAY, ends="16:00"), title="남은 것")
    hand_over(officer, mine, 0, officer)
    until = at_seoul(date(2026, 11, 24), "18:00")
    ask(officer, mine, 1, [Item("text", "?", until)])
    assert sorted(titles(shown(browser, query))) == sorted(found)


def test_narrowed_down_to_nothing_leads_back(browser: Client, organiser: User) -> None:
    hand_in(organiser)
    page = shown(browser, "?text=없는것")
    assert "Nothing fits" in page
    assert f'href="{INBOX}"' in page


def test_found_by_its_number(browser: Client, organiser: User) -> None:
    application = hand_in(organiser)
    reference = application.booking.reference
    spaced = f"{reference[:4]}-{reference[4:8]}-{reference[8:]}"
    assert len(titles(shown(browser, f"?text={spaced}"))) == 1


@pytest.mark.parametrize("number", [1, 9])
def test_the_queries_do_not_grow_with_the_inbox(
    browser: Client,
    number: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    for person in residents(number):
        hand_in(person, wants("plaza-a", ends="16:00"), wants("plaza-b", SATURDAY, ends="16:00"))
    browser.get(INBOX)
    with django_assert_num_queries(11):
        browser.get(INBOX)


def test_it_comes_in_pages(browser: Client, organiser: User) -> None:
    made = hand_in(organiser, wants("plaza-a", ends="16:00"))
    for index in range(24):
        copy = Booking.objects.get(pk=made.booking_id)
        copy.pk, copy.key, copy.reference = None, f"k{index}", new_reference()
        copy.save()
        Application.objects.create(
            booking=copy, asked=made.asked, counts_from=made.counts_from, due_on=made.due_on
        )
    page = shown(browser, "?text=사회복지")
    assert len(titles(page)) == 20
    assert "?text=%EC%82%AC%ED%9A%8C%EB%B3%B5%EC%A7%80&amp;page=2" in page
    assert len(titles(shown(browser, "?text=사회복지&page=2"))) == 5


def test_what_was_decided_is_found_too(browser: Client, organiser: User, officer: User) -> None:
    refuse(officer, hand_in(organiser, wants(), title="거절된 것"), 0, "까닭")
    booking = approved(officer, hand_in(organiser, wants(day=SATURDAY), title="승인된 것")).booking
    hand_in(organiser, wants("hannuri", people=9), title="열린 것")
    assert sorted(titles(shown(browser, "?state=decided"))) == ["거절된 것", "승인된 것"]
    assert titles(shown(browser, "?state=decided&text=승인된")) == ["승인된 것"]
    # While a change is open, it is the change that is to be looked at.
    hand_in_change(organiser, booking, wants(day=SATURDAY, ends="13:00"), title="승인된 것")
    assert titles(shown(browser, "?state=decided")) == ["거절된 것"]
    assert sorted(titles(shown(browser))) == ["승인된 것", "열린 것"]


def test_what_is_to_be_paid_or_paid_back_is_found(
    browser: Client, organiser: User, officer: User
) -> None:
    policy("onnuri", fee_won=10_000, fee_unit="hour", refunds=[[1, 100]])
    application = approved(officer, hand_in(organiser, wants(), title="유료 행사"))
    approved(officer, hand_in(organiser, wants("hannuri", people=9), title="무료 행사"))
    assert titles(shown(browser, "?state=unpaid")) == ["유료 행사"]
    assert titles(shown(browser, "?state=refund")) == []
    record_payment(officer, Charge.objects.get(), fresh(application).revision)
    assert titles(shown(browser, "?state=unpaid")) == []
    withdraw(organiser, application.booking)
    assert titles(shown(browser, "?state=refund")) == ["유료 행사"]
