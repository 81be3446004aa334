"""The month as a poster. Making a PDF takes a moment, so tests of words look at its HTML."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pypdf import PdfReader

from accounts.models import User
from events import poster
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Event
from events.planning import plan
from events.poster_shown import LARGE_AT_MOST, MIDDLE_AT_MOST, poster_days, size_of
from events.publishing import cancel, postpone
from facilities.catalogue import catalogue
from facilities.models import Building
from lib import pdf
from tests.applications.printed import elements, read, words
from tests.bookings.pages import refusal_of
from tests.events.calendars import body
from tests.events.many import many
from tests.events.samples import SATURDAY, fair, festival, fresh, market, published
from tests.places import NOON, at_seoul, span
from tests.verapdf import failures

DECEMBER = SATURDAY.replace(day=1)
ADDRESS = "/en/events/month/2026-12/poster.pdf"
A4, A3 = (595, 842), (842, 1191)  # points
SMALLEST = 8  # points on A4
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    poster.printed.cache_clear()
    yield
    poster.printed.cache_clear()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML of each poster that is made, which is a file of one line then."""
    found: list[str] = []

    def note(html: str, **_told: Any) -> bytes:
        found.append(html)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", note)
    return found


def printed(client: Client, address: str = ADDRESS) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return body(response)


def lines(html: str) -> list[str]:
    """What the HTML says of each event."""
    found = re.findall(r"<li .*?</li>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def a_full_month(officer: User) -> None:
    """Something of every kind: many places, days, a cancelled, a postponed and a moved one."""
    published(officer, festival())
    published(officer, fair(SATURDAY + timedelta(days=5)))
    published(officer, market(SATURDAY - WEEK, title_ko="뷁쀍 <b>&amp; 🎉", title_en="<b>&amp; 🎉"))
    cancel(officer, published(officer, market(SATURDAY + WEEK)), 1, "눈", "Snow")
    postpone(officer, published(officer, market(SATURDAY + 2 * WEEK)), 1, "눈", "Snow")


def sizes(reader: PdfReader) -> set[float]:
    """How large its words are printed, in points."""
    found: set[float] = set()

    def note(text: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        if text.strip():
            found.add(round(abs(outer[3] * inner[3]) * size, 1))

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    return found


# The file -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "language", "size", "title"),
    [
        (ADDRESS, "en", A4, "Events at Seongnam City Hall, December 2026"),
        ("/events/month/2026-12/poster.pdf?paper=a3", "ko", A3, "성남시청 행사, 2026년 12월"),
    ],
)
def test_it_holds_pdf_ua_and_says_what_is_on(
    client: Client, officer: User, address: str, language: str, size: tuple[int, int], title: str
) -> None:
    """By veraPDF, and beside it what no checker sees: title, language, headings, order."""
    a_full_month(officer)

    content = printed(client, address)

    assert failures(content) == [[]], "PDF/UA, by veraPDF"
    reader = read(content)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert reader.metadata is not None
    assert reader.metadata.title == title
    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    kinds = [str(one["/S"]) for one in elements(reader)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == kinds.count("/L") == 5, "a heading and a list for each day"
    assert kinds.count("/LI") == 5
    assert [kind for kind in kinds if kind in {"/H1", "/H2", "/L"}] == ["/H1", *["/H2", "/L"] * 5]
    (figure,) = [one for one in elements(reader) if one["/S"] == "/Figure"]
    month = "/events/month/2026-12/"
    assert str(figure["/Alt"]).endswith(f"{'/en' * (language == 'en')}{month}")
    said = words(reader)
    for part in {
        "en": ("12 Saturday", "Welfare fair", "<b>&amp; ●", "1577-3100"),
        "ko": ("12토요일", "사회복지 한마당", "뷁쀍 <b>&amp; ●", "1577-3100"),
    }[language]:
        assert part.replace(" ", "") in said.replace(" ", "")
    assert "1 / 1" not in said


def test_sixty_events_go_on_to_more_pages_and_stay_legible(client: Client) -> None:
    many(60, days=30)
    content = printed(client)
    reader = read(content)
    assert 1 < len(reader.pages) <= 5
    said = words(reader)
    for number in range(60):
        assert len(re.findall(rf"Neighbourhood event {number}\b", said)) == 1
    assert min(sizes(reader)) >= SMALLEST
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert f"{number} / {len(reader.pages)}" in text
        assert "June" not in text
        assert "December 2026" in text, "which month it is stands on each page"
    assert failures(content) == [[]], "PDF/UA, by veraPDF"


def test_a_day_of_sixty_goes_on_and_is_named_on_each_page(client: Client) -> None:
    many(60, first=span(SATURDAY, "09:00", "10:00"), days=1)
    reader = read(printed(client))
    assert len(reader.pages) > 1
    first, *others = (page.extract_text() for page in reader.pages)
    assert "Neighbourhood event 0" in first, "it begins where there is room"
    assert all("Sat 12 Dec" in text for text in others)


def test_what_just_finds_no_room_leaves_no_page_empty(client: Client) -> None:
    """From what just fits to what just does not."""
    events = many(MIDDLE_AT_MOST)
    for number in (1, 2, 3):  # so many titles of two lines
        long = [event.pk for event in events[:number]]
        Event.objects.filter(pk__in=long).update(title_en="Neighbourhood event for all " * 2)
        first = read(printed(client)).pages[0].extract_text()
        assert first.count("Neighbourhood event") >= MIDDLE_AT_MOST - number


def test_an_empty_month_says_where_to_look(client: Client) -> None:
    content = printed(client)
    reader = read(content)
    said = words(reader)
    assert "Nothing has been announced for this month yet." in said
    assert "/en/events/month/2026-12/" in said
    assert len(reader.pages) == 1
    assert failures(content) == [[]], "PDF/UA, by veraPDF"


# What it says -------------------------------------------------------------------------------


def test_a_festival_stands_once_with_its_days(
    client: Client, officer: User, made: list[str]
) -> None:
    published(officer, festival())
    printed(client)
    (line,) = lines(made[0])
    assert line.startswith("Sat 12 Dec, 10:00 – Mon 14 Dec, 18:00 Winter lights festival")
    assert "Neoreunmot Plaza, zone A" in line
    assert line.endswith("market")


def test_what_began_before_stands_on_the_first(
    client: Client, officer: User, made: list[str]
) -> None:
    """With its year, where that is another one."""
    event = published(officer, market(SATURDAY + 2 * WEEK + timedelta(days=5)))
    Event.objects.filter(pk=event.pk).update(ends_at=at_seoul(DECEMBER.replace(year=2027), "00:00"))
    printed(client, "/en/events/month/2027-01/poster.pdf")
    assert ">1</span>" in made[0]
    assert lines(made[0])[0].startswith("Thu 31 Dec 2026, 13:00 – Tue 30 Nov, 24:00")


def test_all_day_is_said_in_words(client: Client, officer: User, made: list[str]) -> None:
    event = published(officer)
    midnight = at_seoul(SATURDAY, "00:00")
    Event.objects.filter(pk=event.pk).update(
        starts_at=midnight, ends_at=midnight + timedelta(days=1), is_all_day=True
    )
    printed(client)
    assert lines(made[0])[0].startswith("all day Yeosu-dong flea market")
    Event.objects.filter(pk=event.pk).update(ends_at=midnight + timedelta(days=3))
    printed(client)
    assert lines(made[1])[0].startswith("Sat 12 Dec – Mon 14 Dec Yeosu-dong flea market")


def test_what_does_not_take_place_says_so(client: Client, officer: User, made: list[str]) -> None:
    cancelled, postponed, moved = (
        published(officer, market(SATURDAY + week * WEEK)) for week in range(3)
    )
    cancel(officer, cancelled, 1, "눈", "Snow")
    postpone(officer, postponed, 1, "눈", "Snow")
    change = Edit(officer, wanted_of(moved).shifted(1), reason_ko="공사", reason_en="Works")
    edit(fresh(moved), 1, change)
    printed(client)
    first, second, third = lines(made[0])
    assert "Cancelled Yeosu-dong flea market" in first
    assert "Postponed Yeosu-dong flea market" in second
    assert "Moved Yeosu-dong flea market" in third
    assert third.endswith("Announced before for: Sat 26 Dec 2026, 13:00")
    for state in ("published", "cancelled", "postponed"):
        assert f'<li class="is-{state}">' in made[0]


def test_drafts_and_other_months_are_not_on_it(
    client: Client, officer: User, made: list[str]
) -> None:
    plan(officer, market())
    published(officer, market(SATURDAY + 4 * WEEK))
    printed(client)
    assert lines(made[0]) == []


def test_holidays_and_sundays_are_red_and_named(officer: User) -> None:
    for day in (DECEMBER.replace(day=number) for number in (25, 26, 27)):
        published(officer, market(day))
    events = list(Event.objects.order_by("starts_at").with_place_names())
    with translation.override("en"):
        friday, saturday, sunday = poster_days(DECEMBER, events, catalogue())
    assert (friday.holiday, friday.is_red, friday.weekday) == ("Christmas Day", True, "Friday")
    assert (saturday.holiday, saturday.is_red, saturday.is_saturday) == ("", False, True)
    assert (sunday.holiday, sunday.is_red, sunday.number) == ("", True, 27)


def test_of_very_many_the_first_and_that_there_are_more(
    client: Client, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster, "MOST", 3)
    many(3)
    printed(client)
    assert "There is more on in this month." not in made[0]
    many(1)
    printed(client)
    assert len(lines(made[1])) == 3
    assert "There is more on in this month." in made[1]


def test_few_are_printed_larger() -> None:
    assert size_of(0) == size_of(LARGE_AT_MOST) == "large"
    assert size_of(LARGE_AT_MOST + 1) == size_of(MIDDLE_AT_MOST) == "middle"
    assert size_of(MIDDLE_AT_MOST + 1) == size_of(1000) == "small"


# Not again ----------------------------------------------------------------------------------


def test_who_has_it_does_not_make_us_print_it(
    client: Client, officer: User, made: list[str], at: Callable[[datetime], None]
) -> None:
    event = published(officer)
    first = client.get(ADDRESS)
    assert body(first) == b"%PDF-"
    assert first["Cache-Control"] == "public, max-age=300"

    again = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["ETag"], body(again)) == (304, first["ETag"], b"")
    assert len(made) == 1

    addresses = (ADDRESS, f"{ADDRESS}?paper=a3", ADDRESS.removeprefix("/en"))
    tags = [client.head(address)["ETag"] for address in addresses]
    Building.objects.get().save()  # its name and address stand on it
    tags.append(client.head(ADDRESS)["ETag"])
    cancel(officer, event, 1, "눈", "Snow")
    tags.append(client.head(ADDRESS)["ETag"])
    at(NOON + timedelta(days=1))  # the day stands on it
    tags.append(client.head(ADDRESS)["ETag"])
    assert len(set(tags)) == len(tags) == 6


def test_what_is_on_in_another_month_does_not_matter(
    client: Client, officer: User, made: list[str]
) -> None:
    before = client.get(ADDRESS)["ETag"]
    published(officer, market(SATURDAY + 4 * WEEK))
    assert client.get(ADDRESS, headers={"if-none-match": before}).status_code == 304
    assert len(made) == 1


def test_asked_without_that_it_is_kept_all_the_same(
    client: Client, officer: User, made: list[str]
) -> None:
    event = published(officer)
    assert printed(client) == printed(client)
    assert len(made) == 1
    cancel(officer, event, 1, "눈", "Snow")
    printed(client)
    assert len(made) == 2
    assert "Cancelled" in made[1]


def test_to_ask_for_the_head_makes_nothing(client: Client, made: list[str]) -> None:
    response = client.head(ADDRESS)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert made == []


# When there is none -------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [pdf.PaperBusy, pdf.PaperTimeout])
def test_when_none_can_be_made_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def refuse(*args: object, **kwargs: object) -> bytes:
        raise trouble("no")

    monkeypatch.setattr(pdf, "render", refuse)
    response = client.get(f"{ADDRESS}?paper=a3")
    assert (response.status_code, refusal_of(response)) == (503, "poster_is_busy")
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    page = response.content.decode()
    assert f'href="{ADDRESS}?paper=a3"' in page
    assert 'href="/en/events/month/2026-12/"' in page


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "9999-12", "0000-01", "2040-01"])
def test_a_month_that_there_is_not(client: Client, month: str) -> None:
    assert client.get(f"/en/events/month/{month}/poster.pdf").status_code == 404


@pytest.mark.parametrize("paper", ["a5", "A4", "", "a4,a3", "../a4"])
def test_another_paper_is_not_there(client: Client, paper: str, made: list[str]) -> None:
    assert client.get(ADDRESS, {"paper": paper}).status_code == 404
    assert client.get(ADDRESS, {"paper": "a4"}).status_code == 200


def test_it_is_only_read(client: Client) -> None:
    assert client.post(ADDRESS).status_code == 405


# The way to it, and its price -----------------------------------------------------------------


def test_the_month_leads_to_both(client: Client) -> None:
    page = client.get("/en/events/month/2026-12/?category=market").content.decode()
    for paper in ("a4", "a3"):
        assert f'href="{ADDRESS}?paper={paper}" rel="nofollow"' in page
        assert f"Poster of the month, {paper.upper()} (PDF)" in page
    name = client.head(f"{ADDRESS}?paper=a3")["Content-Disposition"]
    assert name == 'attachment; filename="events-2026-12-a3.pdf"'


def test_many_cost_no_more_queries_than_one(client: Client, made: list[str]) -> None:
    many(1)
    printed(client)
    poster.printed.cache_clear()
    with CaptureQueriesContext(connection) as one:
        printed(client)
    many(200)
    with CaptureQueriesContext(connection) as all_of_them:
        printed(client)
    assert len(all_of_them) == len(one)
    assert len(made) == 3
    with CaptureQueriesContext(connection) as not_again:
        client.get(ADDRESS, headers={"if-none-match": client.head(ADDRESS)["ETag"]})
    assert len(not_again) <= 4, "two of the head, two of the answer"
