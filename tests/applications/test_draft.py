"""The form of an application: kept as it is typed, checked, handed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from applications.drafting import begin, details_as_typed, from_application
from applications.models import Application, Draft, Paper
from bookings.models import Booking
from tests.applications.samples import DAY, DETAILS, SATURDAY, approved, hand_in, wants
from tests.bookings.door import Hold
from tests.bookings.samples import policy
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")
ClientOf = Callable[[User], Client]
Typed = dict[str, list[str]]

ROW = {
    "facility": "onnuri",
    "day": "2026-12-18",
    "starts": "10:00",
    "ends": "12:00",
    "last_day": "",
    "setup_minutes": "",
    "clearing_minutes": "",
    "people": "300",
}


def typed(*rows: dict[str, str], **changes: str) -> Typed:
    """Everything filled in as in the samples; with these rows."""
    fields = details_as_typed(DETAILS) | {name: [value] for name, value in changes.items()}
    rows = rows or (ROW,)
    fields["visit-TOTAL_FORMS"] = [str(len(rows))]
    for number, row in enumerate(rows):
        fields |= {f"visit-{number}-{name}": [value] for name, value in (ROW | row).items()}
    return fields


@pytest.fixture
def draft(organiser: User) -> Draft:
    return begin(organiser, typed())


@pytest.fixture
def browser(client_of: ClientOf, organiser: User) -> Client:
    return client_of(organiser)


def address(draft: Draft, rest: str = "") -> str:
    return f"/en/apply/{draft.reference}/{rest}"


def kept(draft: Draft) -> Typed:
    return dict(Draft.objects.get(pk=draft.pk).typed)


def test_it_is_there_as_it_was_left_in_another_browser_too(
    client_of: ClientOf, organiser: User
) -> None:
    draft = begin(organiser, typed({"day": "2026-1"}, title="<장터> & 놀이", people_day="many"))
    client_of(organiser).post("/en/accounts/logout/")
    page = client_of(organiser).get(address(draft)).content.decode()
    assert 'value="&lt;장터&gt; &amp; 놀이"' in page
    assert 'value="many"' in page
    assert 'value="2026-1"' in page
    assert "is-error" not in page


@pytest.mark.parametrize("rest", ["", "hand-in/"])
def test_it_is_its_persons_alone(
    client_of: ClientOf, citizen: User, officer: User, draft: Draft, rest: str
) -> None:
    for other in (citizen, officer):
        assert client_of(other).get(address(draft, rest)).status_code == 404
        assert client_of(other).post(address(draft, rest)).status_code in {404, 410}
    assert Client().get(address(draft, rest))["Location"].startswith("/en/accounts/login/")
    assert kept(draft) == typed()


def test_saving_keeps_what_is_wrong_too(browser: Client, draft: Draft) -> None:
    wrong = typed({"ends": "09:00"}, phone="12", title="")
    assert browser.post(address(draft), wrong | {"do": "save"}).status_code == 302
    assert kept(draft) == wrong


def test_saved_as_it_is_typed(browser: Client, draft: Draft, at: Hold) -> None:
    at(at_seoul(DAY, "14:03"))
    answer = browser.post(address(draft, "save/"), typed(title="놀이 한마당"))
    assert answer.status_code == 200
    assert "Saved 14:03" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert kept(draft)["title"] == ["놀이 한마당"]
    assert browser.get(address(draft, "save/")).status_code == 405


def test_what_is_far_too_long_is_cut(browser: Client, draft: Draft) -> None:
    browser.post(address(draft, "save/"), typed(purpose="가" * 50_000))
    assert len(kept(draft)["purpose"][0]) == 4000


@pytest.mark.parametrize(
    ("do", "days"),
    [
        ("add", ["2026-12-18", "2026-12-18", "2026-12-18"]),
        ("remove-0", ["2026-12-18"]),
        ("remove-9", ["2026-12-18", "2026-12-18"]),
        ("repeat-0", ["2026-12-18", "2026-12-25", "2027-01-01", "2026-12-18"]),
        ("move-1-2026-12-20", ["2026-12-18", "2026-12-20"]),
        ("move-1-yesterday", ["2026-12-18", "2026-12-18"]),
    ],
)
def test_rows_are_changed_without_a_script(
    browser: Client, draft: Draft, do: str, days: list[str]
) -> None:
    sent: dict[str, Any] = typed(ROW, ROW | {"facility": "hannuri"}, title="")
    sent |= {"repeat-0-times": "2", "repeat-0-every": "week", "do": do}
    answer = browser.post(address(draft), sent)
    assert answer["Location"] == address(draft, "#visits")
    rows = int(kept(draft)["visit-TOTAL_FORMS"][0])
    assert [kept(draft)[f"visit-{row}-day"][0] for row in range(rows)] == days
    assert kept(draft)["title"] == [""]


@pytest.mark.parametrize(
    ("zones", "facilities"),
    [
        (["plaza-a"], ["onnuri", "plaza-a"]),
        (["plaza-b", "plaza-a"], ["onnuri", "plaza-a", "plaza-b"]),
        (["plaza-a", "plaza-b", "plaza-c", "plaza-d"], ["onnuri", "plaza"]),
        ([], ["onnuri"]),
    ],
)
def test_zones_of_the_plan_become_rows(
    browser: Client, draft: Draft, zones: list[str], facilities: list[str]
) -> None:
    sent: dict[str, Any] = typed(ROW, ROW | {"facility": "plaza-a", "people": "40"})
    browser.post(address(draft), sent | {f"zone-{zone}": "on" for zone in zones} | {"do": "zones"})
    rows = int(kept(draft)["visit-TOTAL_FORMS"][0])
    assert [kept(draft)[f"visit-{row}-facility"][0] for row in range(rows)] == facilities
    if "plaza-b" in facilities:
        assert kept(draft)["visit-2-people"] == ["40"]


def test_a_check_shows_every_error_beside_its_field(browser: Client, draft: Draft) -> None:
    wrong = typed({"ends": "09:00"}, phone="12", title="", registration_number="123-45-67890")
    answer = browser.post(address(draft), wrong | {"do": "check"})
    assert answer["Location"] == address(draft, "?check=1")
    answer = browser.get(answer["Location"])
    assert answer.status_code == 422
    page = answer.content.decode()
    for field in ("id_title", "id_phone", "id_registration_number", "id_visit-0-ends"):
        assert f'<a href="#{field}">' in page
    assert "The end must come after the start." in page
    assert 'value="12"' in page


def test_a_check_shows_what_speaks_against_each_row(
    browser: Client, draft: Draft, citizen: User, officer: User
) -> None:
    approved(officer, hand_in(citizen, wants("onnuri")))
    early = {"facility": "hannuri", "people": "50", "day": "2026-11-29"}
    browser.post(address(draft), typed(ROW, early) | {"do": "check"})
    answer = browser.get(address(draft, "?check=1"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'data-code="taken"' in page
    assert 'value="move-0-2026-12-19"' in page
    assert 'data-code="applied_too_late"' in page
    assert "031-729-2187" in page


def test_a_check_tells_how_many_others_have_applied_never_who(
    browser: Client, draft: Draft, citizen: User
) -> None:
    policy("plaza-a", holds_while_undecided=False)
    hand_in(citizen, wants("plaza-a", ends="16:00"))
    browser.post(address(draft), typed({"facility": "plaza-a", "ends": "16:00"}) | {"do": "check"})
    page = browser.get(address(draft, "?check=1")).content.decode()
    assert "1 other has applied for the same time." in page
    assert citizen.name not in page


@pytest.mark.parametrize("number", [1, 60])
def test_the_queries_do_not_grow_with_the_rows(
    browser: Client,
    organiser: User,
    number: int,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    rows = [
        {"day": f"2026-12-{10 + row // 3}", "facility": f"plaza-{'abc'[row % 3]}", "ends": "16:00"}
        for row in range(number)
    ]
    draft = begin(organiser, typed(*rows))
    browser.get(address(draft, "?check=1"))
    with django_assert_max_num_queries(17):
        browser.get(address(draft, "?check=1"))


def test_it_is_looked_at_once_more_and_handed_in(browser: Client, draft: Draft) -> None:
    answer = browser.post(address(draft), typed(title="복지 한마당") | {"do": "next"})
    assert answer["Location"] == address(draft, "hand-in/")
    page = browser.get(answer["Location"]).content.decode()
    assert "복지 한마당" in page
    assert not Booking.objects.exists()
    answer = browser.post(address(draft, "hand-in/"))
    booking = Booking.objects.get()
    assert answer["Location"] == f"/en/applications/{booking.reference}/?new=1"
    assert booking.purpose == "복지 한마당"
    assert not Draft.objects.exists()


def test_pressed_twice_it_is_one_application(browser: Client, draft: Draft) -> None:
    browser.post(address(draft, "hand-in/"))
    answer = browser.post(address(draft, "hand-in/"))
    booking = Booking.objects.get()
    assert answer["Location"] == f"/en/applications/{booking.reference}/"
    assert browser.get(address(draft))["Location"] == answer["Location"]


def test_what_cannot_be_read_is_not_handed_in(browser: Client, draft: Draft) -> None:
    browser.post(address(draft), typed(phone="12") | {"do": "save"})
    assert browser.post(address(draft, "hand-in/"))["Location"] == address(draft, "?check=1")
    assert not Booking.objects.exists()


def test_what_was_taken_meanwhile_is_said_and_nothing_is_lost(
    browser: Client, draft: Draft, citizen: User, officer: User
) -> None:
    approved(officer, hand_in(citizen, wants("onnuri")))
    answer = browser.post(address(draft, "hand-in/"))
    assert answer.status_code == 409
    assert 'data-code="taken"' in answer.content.decode()
    assert kept(draft) == typed()


def test_what_overlaps_itself_is_refused_as_a_whole(browser: Client, draft: Draft) -> None:
    browser.post(address(draft), typed(ROW, ROW | {"starts": "11:00"}) | {"do": "check"})
    answer = browser.get(address(draft, "?check=1"))
    assert answer.status_code == 422
    assert 'data-code="visits_overlap"' in answer.content.decode()


def test_without_a_row_it_says_so(browser: Client, draft: Draft) -> None:
    nothing = typed() | {"visit-TOTAL_FORMS": ["0"]}
    browser.post(address(draft), nothing | {"do": "check"})
    page = browser.get(address(draft, "?check=1")).content.decode()
    assert 'data-code="no_visits"' in page


def test_discarded_it_is_gone(browser: Client, draft: Draft) -> None:
    assert browser.post(address(draft), typed() | {"do": "discard"})["Location"] == "/en/apply/"
    assert browser.get(address(draft)).status_code == 404
    answer = browser.post(address(draft), typed())
    assert answer.status_code == 410
    assert 'data-code="draft_gone"' in answer.content.decode()


def test_over_night_until_another_day(browser: Client, draft: Draft) -> None:
    row = {"facility": "plaza-a", "last_day": "2026-12-19", "starts": "18:00", "ends": "09:00"}
    browser.post(address(draft), typed(row) | {"do": "save"})
    browser.post(address(draft, "hand-in/"))
    visit = Booking.objects.get().visits.get()
    assert visit.starts_at == at_seoul(DAY, "18:00")
    assert visit.ends_at == at_seoul(SATURDAY, "09:00")


# Changes ------------------------------------------------------------------------------------


@pytest.fixture
def application(organiser: User) -> Application:
    return hand_in(organiser, wants(), wants("hannuri", people=50))


def test_a_change_begins_with_what_was_handed_in(
    browser: Client, application: Application, organiser: User
) -> None:
    draft = from_application(organiser, application.booking)
    assert from_application(organiser, application.booking) == draft
    page = browser.get(address(draft)).content.decode()
    assert 'value="사회복지 한마당(예시)"' in page
    assert page.count('class="card visit-row"') == 2


def test_a_change_that_changes_nothing_is_said(
    browser: Client, application: Application, organiser: User
) -> None:
    draft = from_application(organiser, application.booking)
    answer = browser.post(address(draft, "hand-in/"))
    assert answer.status_code == 422
    assert 'data-code="nothing_changed"' in answer.content.decode()


def test_a_change_is_handed_in_as_a_version(
    browser: Client, application: Application, organiser: User
) -> None:
    draft = from_application(organiser, application.booking)
    browser.post(address(draft), dict(draft.typed) | {"title": "새 이름", "do": "next"})
    answer = browser.post(address(draft, "hand-in/"))
    assert answer["Location"] == f"/en/applications/{application.booking.reference}/?new=1"
    assert application.booking.applications.count() == 2
    assert Booking.objects.get().purpose == "새 이름"


# What is missing ----------------------------------------------------------------------------


def missing_from(browser: Client, draft: Draft, **changes: str) -> str:
    browser.post(address(draft), typed({"facility": "plaza", "ends": "16:00"}, **changes))
    return browser.get(address(draft, "?check=1")).content.decode()


def test_a_large_event_hears_of_its_safety_plan_before_it_is_handed_in(
    browser: Client, draft: Draft
) -> None:
    large = {"people_peak": "500", "people_day": "500"}
    assert "<strong>Safety plan</strong>" not in missing_from(browser, draft, people_day="999")
    assert "<strong>Safety plan</strong>" in missing_from(browser, draft, **large)
    assert (
        "<strong>Safety plan</strong>" in browser.get(address(draft, "hand-in/")).content.decode()
    )
    Paper.objects.create(draft=draft, purpose="safety_plan", name="계획서.pdf", size=1, stored="a")
    assert "<strong>Safety plan</strong>" not in missing_from(browser, draft, **large)


def test_what_is_missing_keeps_nobody_from_handing_in(browser: Client, draft: Draft) -> None:
    missing_from(browser, draft, people_peak="500", people_day="5000", rain_plan="")
    assert browser.post(address(draft, "hand-in/")).status_code == 302
    assert Booking.objects.exists()
