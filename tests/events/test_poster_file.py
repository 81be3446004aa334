"""The poster itself. Making a PDF takes a moment, so tests of words look at its HTML."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from accounts.models import User
from events import poster
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Event
from events.planning import plan
from events.poster_shown import (
    LARGE_AT_MOST,
    LONGEST_TITLE,
    LONGEST_WHERE,
    MIDDLE_AT_MOST,
    poster_days,
    size_of,
)
from events.publishing import cancel, postpone
from facilities.catalogue import catalogue
from tests.events.many import many
from tests.events.posters import ADDRESS, DECEMBER, WEEK, lines, printed
from tests.events.samples import (
    FRIDAY,
    SATURDAY,
    TEN_DAYS_LATER,
    apart,
    fair,
    festival,
    fresh,
    market,
    published,
)
from tests.places import at_seoul, span
from tests.printed import elements, read, words
from tests.verapdf import failures

pytestmark = pytest.mark.once
A4, A3 = (595, 842), (842, 1191)  # points
SMALLEST = 8  # points on A4


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
        title = "Neighbourhood event for all " * 2
        Event.objects.filter(pk__in=long).update(title_en=title, revision=number + 1)
        first = read(printed(client)).pages[0].extract_text()
        assert "for all" in first
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
    client: Client, officer: User, posters_made: list[str]
) -> None:
    published(officer, festival())
    printed(client)
    (line,) = lines(posters_made[0])
    assert line.startswith("Sat 12 Dec, 10:00 – Mon 14 Dec, 18:00 Winter lights festival")
    assert "Neoreunmot Plaza, zone A" in line
    assert line.endswith("market")


def test_what_began_before_stands_on_the_first(
    client: Client, officer: User, posters_made: list[str]
) -> None:
    """With its year, where that is another one."""
    event = published(officer, market(SATURDAY + 2 * WEEK + timedelta(days=5)))
    Event.objects.filter(pk=event.pk).update(ends_at=at_seoul(DECEMBER.replace(year=2027), "00:00"))
    printed(client, "/en/events/month/2027-01/poster.pdf")
    assert ">1</span>" in posters_made[0]
    assert lines(posters_made[0])[0].startswith("Thu 31 Dec 2026, 13:00 – Tue 30 Nov, 24:00")


def test_all_day_is_said_in_words(client: Client, officer: User, posters_made: list[str]) -> None:
    event = published(officer)
    midnight = at_seoul(SATURDAY, "00:00")
    Event.objects.filter(pk=event.pk).update(
        starts_at=midnight, ends_at=midnight + timedelta(days=1), is_all_day=True
    )
    printed(client)
    assert lines(posters_made[0])[0].startswith("all day Yeosu-dong flea market")
    Event.objects.filter(pk=event.pk).update(ends_at=midnight + timedelta(days=3), revision=2)
    printed(client)
    assert lines(posters_made[1])[0].startswith("Sat 12 Dec – Mon 14 Dec Yeosu-dong flea market")


def test_what_does_not_take_place_says_so(
    client: Client, officer: User, posters_made: list[str]
) -> None:
    cancelled, postponed, moved = (
        published(officer, market(SATURDAY + week * WEEK)) for week in range(3)
    )
    cancel(officer, cancelled, 1, "눈", "Snow")
    postpone(officer, postponed, 1, "눈", "Snow")
    change = Edit(officer, wanted_of(moved).shifted(1), reason_ko="공사", reason_en="Works")
    edit(fresh(moved), 1, change)
    printed(client)
    first, second, third = lines(posters_made[0])
    assert "Cancelled Yeosu-dong flea market" in first
    assert "Postponed Yeosu-dong flea market" in second
    assert "Moved Yeosu-dong flea market" in third
    assert third.endswith("Announced before for: Sat 26 Dec 2026, 13:00")
    for state in ("published", "cancelled", "postponed"):
        assert f'<li class="is-{state}">' in posters_made[0]


def test_days_apart_are_a_line_each(client: Client, officer: User, posters_made: list[str]) -> None:
    published(officer, apart(FRIDAY, TEN_DAYS_LATER, TEN_DAYS_LATER + WEEK))
    published(officer, market(SATURDAY + WEEK))
    printed(client)
    found = lines(posters_made[0])
    assert [line[:11] for line in found] == ["10:00–16:00", "13:00–16:00", "10:00–16:00"]
    assert "Market of two days" in found[0]
    assert "Market of two days" in found[2]


def test_drafts_and_other_months_are_not_on_it(
    client: Client, officer: User, posters_made: list[str]
) -> None:
    plan(officer, market())
    published(officer, market(SATURDAY + 4 * WEEK))
    printed(client)
    assert lines(posters_made[0]) == []


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
    client: Client, posters_made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster, "MOST", 3)
    many(3)
    printed(client)
    assert "in this month" not in posters_made[0]
    many(1)
    printed(client)
    assert len(lines(posters_made[1])) == 3
    assert "And 1 more event in this month." in posters_made[1]
    many(4)
    printed(client)
    assert len(lines(posters_made[2])) == 3
    assert "And 5 more events in this month." in posters_made[2]


def test_of_many_only_so_much_of_a_title_and_of_its_places(
    client: Client, officer: User, posters_made: list[str]
) -> None:
    """A title of two lines is read; one of five makes the poster a book."""
    title, where = "Flea market of " * 10, "behind the hall and " * 10
    published(officer, market(title_en=title.strip(), location_en=where.strip()))
    printed(client)
    assert title.strip() in posters_made[0], "of few the whole"
    many(MIDDLE_AT_MOST)
    printed(client)
    assert f"{title[: LONGEST_TITLE - 1]}…" in posters_made[1]
    assert title[:LONGEST_TITLE] not in posters_made[1]
    assert where[:LONGEST_WHERE] not in posters_made[1]
    assert "Neoreunmot Plaza, zone A (stage), behind the hall" in posters_made[1]


def test_the_longest_that_there_can_be_is_printed(client: Client) -> None:
    """As many as a poster holds, and more, with the longest texts: in time, by its pages."""
    many(poster.MOST + 20)
    Event.objects.update(title_en="아주 긴 이름의 행사 " * 12, location_en="아주 먼 곳 " * 30)
    reader = read(printed(client))
    assert len(reader.pages) <= 14
    assert "And 20 more events in this month." in words(reader)


def test_few_are_printed_larger() -> None:
    assert size_of(0) == size_of(LARGE_AT_MOST) == "large"
    assert size_of(LARGE_AT_MOST + 1) == size_of(MIDDLE_AT_MOST) == "middle"
    assert size_of(MIDDLE_AT_MOST + 1) == size_of(1000) == "small"
