"""What a guard sees of a permit: genuine and in force or not, and nothing about persons."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from applications.models import Application, Permit
from applications.withdrawing import withdraw
from bookings.attendance import Attended
from bookings.models import Visit
from lib.references import spaced
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold
from tests.bookings.samples import policy
from tests.places import at_seoul

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city_hall")]

HALL = wants()
PLAZA = wants("plaza-a", SATURDAY, "12:00", "17:00", people=250)


@pytest.fixture
def application(organiser: User, officer: User) -> Application:
    """A hall on Friday and a zone of the plaza on Saturday, approved with a condition."""
    handed_in = hand_in(organiser, HALL, PLAZA, vehicles=3, amplified=True)
    return approved(officer, handed_in, conditions=["소음은 65dB 이하로 유지합니다."])


@pytest.fixture
def permit(application: Application) -> Permit:
    return Permit.objects.get(application=application)


def look(client: Client, code: str, status: int = 200, **query: str) -> str:
    """The guard's page, in English."""
    response = client.get(f"/en/permits/{code}/", query)
    assert response.status_code == status
    return response.content.decode()


def verdict(page: str) -> str:
    """The one verdict of the page."""
    (found,) = re.findall(r'data-verdict="(\w+)"', page)
    return str(found)


def main_part(page: str) -> str:
    """What the page is about, without head and foot."""
    return page.partition("<main")[2].partition("</main>")[0]


def test_anybody_may_look(client: Client, permit: Permit) -> None:
    assert verdict(look(client, permit.code)) == "not_begun"


def test_while_it_is_used_it_is_in_force(client: Client, permit: Permit, at: Hold) -> None:
    at(at_seoul(DAY, "11:00"))
    page = main_part(look(client, permit.code, number=permit.full_number))
    assert verdict(page) == "in_force"
    assert "Genuine and in force now" in page
    for text in (permit.full_number, "10:00–12:00", "Onnuri Auditorium", "65dB", "3 vehicles"):
        assert text in page
    today, others = page.index('id="today"'), page.index('id="others"')
    assert today < page.index("Onnuri Auditorium") < others < page.index("zone A")


def test_what_is_permitted_is_said_in_words(client: Client, permit: Permit, at: Hold) -> None:
    at(at_seoul(DAY, "11:00"))
    page = look(client, permit.code)
    told = dict(re.findall(r"<dt>([^<]+)</dt>\s*<dd>\s*([^<]+?)\s*</dd>", page))
    assert told["Vehicles"] == "3 vehicles"
    assert told["Amplified sound"] == "Permitted"
    assert told["Open fire"] == "Not permitted"
    assert told["Power"] == "None permitted"
    assert told["People"] == "up to 300 at one moment, 900 a day"


def test_between_its_times_it_says_when_it_begins(client: Client, permit: Permit, at: Hold) -> None:
    at(at_seoul(DAY, "20:00"))
    page = look(client, permit.code)
    assert verdict(page) == "in_force"
    assert "Genuine, but not for this time" in page
    assert "Sat 19 Dec 2026, 10:00–19:00" in page  # with its set-up and clearing


def test_on_another_day_nothing_is_permitted(client: Client, permit: Permit) -> None:
    page = look(client, permit.code)
    assert "Nothing is permitted today." in page
    assert "Fri 18 Dec 2026, 09:00–12:30" in page


def test_set_up_before_midnight_is_of_that_day(
    client: Client, organiser: User, officer: User, at: Hold
) -> None:
    visit = wants("plaza-a", SATURDAY, "06:00", "12:00", setup_minutes=8 * 60)
    permit = approved(officer, hand_in(organiser, visit)).permit
    at(at_seoul(DAY, "23:00"))
    page = look(client, permit.code)
    assert 'id="today"' in page
    assert "Genuine and in force now" in page


def test_no_person_is_named(client: Client, permit: Permit, organiser: User) -> None:
    page = main_part(look(client, permit.code))
    assert "여수동 복지모임(예시)" in page
    assert "사회복지 한마당(예시)" in page
    details = permit.application.asked["details"]
    for name in ("contact_name", "representative", "email", "phone", "registration_number"):
        assert details[name]
        assert details[name] not in page
    assert "010-0000-1003" not in page
    assert permit.booking.reference not in page
    assert spaced(permit.booking.reference) not in page


def test_of_a_person_who_applies_nothing_is_said(
    client: Client, organiser: User, officer: User
) -> None:
    """The title too was written by them, and may name somebody."""
    handed_in = hand_in(
        organiser, HALL, applicant="person", organisation="모여라네", title="모여라의 잔치"
    )
    page = main_part(look(client, approved(officer, handed_in).permit.code))
    assert "모여라" not in page
    assert "a person" in page


# Forged, altered, used up, and all the others are told apart -----------------------------------


def test_a_forged_code_is_no_permit_of_ours(client: Client, permit: Permit) -> None:
    for code in ("ABCDEFGHJKMN", permit.code[::-1], "0", "가나다", "x" * 300, "%3Cb%3E"):
        page = look(client, code, 404, number=permit.full_number)
        assert verdict(page) == "unknown"
        assert "Not a permit of City Hall" in page
        assert permit.full_number not in main_part(page)


@pytest.mark.parametrize("number", ["2026-00002", "2025-00001", "26-1", "x", "20260000100001"])
def test_an_altered_number_is_told_and_the_true_one_shown(
    client: Client, permit: Permit, number: str
) -> None:
    page = look(client, permit.code, number=number)
    assert verdict(page) == "altered"
    assert "the number on this paper was altered" in page
    assert permit.full_number in page
    assert "Onnuri Auditorium" not in page, "an altered paper permits nothing"
    assert "65dB" not in page


@pytest.mark.parametrize("number", ["2026-00001", "2026-1", " 2026 - 00001 ", "제2026-00001호", ""])
def test_the_true_number_however_it_is_typed(client: Client, permit: Permit, number: str) -> None:
    assert verdict(look(client, permit.code, number=number)) == "not_begun"


def test_used_up_it_permits_nothing(client: Client, permit: Permit, at: Hold) -> None:
    at(at_seoul(SATURDAY, "19:00"))
    page = look(client, permit.code)
    assert verdict(page) == "used_up"
    assert "65dB" not in page
    assert "3 vehicles" not in page


def test_cancelled(client: Client, permit: Permit, organiser: User) -> None:
    withdraw(organiser, permit.booking)
    page = look(client, permit.code)
    assert verdict(page) == "cancelled"
    assert "Onnuri Auditorium" not in page


def test_replaced_by_which(client: Client, permit: Permit, organiser: User, officer: User) -> None:
    change = hand_in_change(organiser, permit.booking, wants(starts="14:00", ends="16:00"))
    newer = approved(officer, change).permit
    page = look(client, permit.code)
    assert verdict(page) == "replaced"
    assert newer.full_number in page
    assert newer.code not in page
    assert "10:00–12:00" not in page
    assert verdict(look(client, newer.code)) == "not_begun"


def test_lapsed(client: Client, organiser: User, officer: User, at: Hold) -> None:
    policy("onnuri", fee_won=10_000)
    application = approved(officer, hand_in(organiser, HALL))
    at(application.charge.due_at + timedelta(seconds=1))
    assert verdict(look(client, application.permit.code)) == "lapsed"


def test_partly_cancelled_it_marks_what_fell_away(client: Client, permit: Permit, at: Hold) -> None:
    Visit.objects.filter(booking=permit.booking, facility__slug="onnuri").update(
        attendance=Attended.CANCELLED
    )
    at(at_seoul(DAY, "11:00"))
    page = main_part(look(client, permit.code))
    assert "Genuine, but not for this time" in page
    assert "Some of its visits were cancelled" in page
    hall, plaza = page.index("Onnuri Auditorium"), page.index("zone A")
    assert hall < page.index("Cancelled: not permitted") < plaza
    assert page.count("Cancelled: not permitted") == 1


def test_a_permit_whose_contents_are_forgotten_still_answers(
    client: Client, permit: Permit, at: Hold
) -> None:
    Application.objects.update(asked={})
    at(at_seoul(date(2027, 12, 1), "10:00"))
    assert verdict(look(client, permit.code)) == "used_up"


# The form ---------------------------------------------------------------------------------


def test_the_form_leads_to_the_page_of_the_permit(client: Client, permit: Permit) -> None:
    typed = {"number": permit.full_number, "code": spaced(permit.code).lower()}
    response = client.get("/en/permits/", typed, follow=True)
    assert response.redirect_chain == [
        (f"/en/permits/{permit.code}/?number={permit.full_number}", 302)
    ]
    assert verdict(response.content.decode()) == "not_begun"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"number": "", "code": "ABCDEFGHJKMN"}, "number"),
        ({"number": "2026-00001", "code": ""}, "code"),
        ({"number": "2026-00001", "code": "---"}, "code"),
        ({"number": "2026-00001", "code": "A" * 41}, "code"),
    ],
)
def test_a_form_that_is_not_filled_in_keeps_what_was_typed(
    client: Client, typed: dict[str, str], wrong: str
) -> None:
    response = client.get("/en/permits/", typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [wrong]
    kept = ({"number", "code"} - {wrong}).pop()
    assert f'value="{typed[kept]}"' in response.content.decode()


def test_a_code_that_is_typed_wrongly_is_answered_and_not_lost(client: Client) -> None:
    response = client.get("/en/permits/", {"number": "2026-00001", "code": "0O/../1I"}, follow=True)
    assert response.status_code == 404
    assert verdict(response.content.decode()) == "unknown"


def test_the_page_is_kept_nowhere(client: Client, permit: Permit) -> None:
    assert "no-store" in client.get(f"/permits/{permit.code}/")["Cache-Control"]


def test_the_page_costs_the_same_for_few_visits_and_for_many(
    client: Client,
    organiser: User,
    officer: User,
    permit: Permit,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    days = [DAY.replace(day=day) for day in range(7, 19)]
    many = approved(officer, hand_in(organiser, *(wants("plaza-b", d, ends="17:00") for d in days)))
    look(client, permit.code)
    for code in (permit.code, many.permit.code):
        with django_assert_num_queries(5):
            look(client, code)
