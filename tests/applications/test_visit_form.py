"""A row of the form, as it is read from what was typed."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from applications.asking import AskedVisit
from applications.drafting import details_as_typed
from applications.forms.application import ApplicationForm
from facilities.catalogue import catalogue
from facilities.models import Facility
from lib.spans import Span
from tests.applications.samples import DAY, DETAILS, SATURDAY
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")

ROW = {
    "facility": "plaza-a",
    "day": "2026-12-18",
    "starts": "10:00",
    "ends": "16:00",
    "people": "40",
}


def form(*rows: dict[str, str]) -> ApplicationForm:
    typed = details_as_typed(DETAILS) | {"visit-TOTAL_FORMS": [str(len(rows))]}
    for number, row in enumerate(rows):
        typed |= {f"visit-{number}-{name}": [value] for name, value in row.items()}
    return ApplicationForm(typed, catalogue(), bound=True)


def asked(**changes: str) -> AskedVisit:
    (row,) = form(ROW | changes).visits
    assert row.is_valid(), row.errors
    return row.asked()


def wrong(**changes: str) -> list[str]:
    return sorted(form(ROW | changes).visits[0].errors)


def test_a_row_is_read() -> None:
    assert asked() == AskedVisit(
        "plaza-a", Span(at_seoul(DAY, "10:00"), at_seoul(DAY, "16:00")), people=40
    )


def test_over_night_and_for_days_on_end() -> None:
    span = asked(starts="18:00", ends="09:00", last_day="2026-12-19").span
    assert span == Span(at_seoul(DAY, "18:00"), at_seoul(SATURDAY, "09:00"))


def test_the_end_at_midnight_is_that_of_the_same_day() -> None:
    assert asked(starts="18:00", ends="00:00").span.ends_at == at_seoul(SATURDAY, "00:00")


@given(st.integers(0, 95), st.integers(1, 95))
@pytest.mark.usefixtures("city_hall")
def test_an_end_counts_only_after_its_start(starts: int, ends: int) -> None:
    first, last = (time(quarter // 4, quarter % 4 * 15) for quarter in (starts, ends))
    errors = wrong(starts=f"{first:%H:%M}", ends=f"{last:%H:%M}")
    assert errors == ([] if first < last else ["ends"])


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"ends": "10:00"}, ["ends"]),
        ({"ends": "09:00", "people": ""}, ["ends", "people"]),
        ({"last_day": "2026-12-17"}, ["ends"]),
        ({"facility": ""}, ["facility"]),
        ({"day": ""}, ["day"]),
        ({"day": "2026-13-01"}, ["day"]),
        ({"day": "2126-12-18"}, ["day"]),
        ({"last_day": "2126-12-18"}, ["last_day"]),
        ({"starts": "25:00"}, ["starts"]),
        ({"people": "0"}, ["people"]),
        ({"setup_minutes": "1500"}, ["setup_minutes"]),
        ({"clearing_minutes": "-15"}, ["clearing_minutes"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, str], fields: list[str]) -> None:
    assert wrong(**changes) == fields


@pytest.mark.parametrize(("typed", "minutes"), [("", 0), ("15", 15), ("20", 30), ("90", 90)])
def test_set_up_and_clearing_go_up_to_a_quarter_of_an_hour(typed: str, minutes: int) -> None:
    visit = asked(setup_minutes=typed, clearing_minutes=typed)
    assert (visit.setup_minutes, visit.clearing_minutes) == (minutes, minutes)


def test_nothing_is_chosen_for_anybody() -> None:
    (row,) = form(ROW | {"facility": ""}).visits
    html = str(row["facility"])
    assert '<option value="" selected>' in html
    assert 'value="plaza-a"' in html
    assert 'value="moran"' not in html


def test_what_is_on_offer_no_more_stays_in_sight() -> None:
    facility = Facility.objects.get(slug="plaza-a")
    facility.is_published = False
    facility.save()
    (row,) = form(ROW).visits
    assert '<option value="plaza-a" selected>' in str(row["facility"])
    assert row.is_valid()  # that it is gone, the rules say


def test_rows_that_can_be_read_are_judged_whatever_the_others_are(organiser: User) -> None:
    read = form(ROW, ROW | {"ends": "09:00"}, ROW | {"facility": "plaza-b"})
    assert not read.is_valid()
    assert [one.slug for one in read.readable(organiser).visits] == ["plaza-a", "plaza-b"]


def test_the_summary_leads_to_the_field_of_the_row() -> None:
    read = form(ROW, ROW | {"ends": "09:00"})
    ((place, sentence),) = read.errors
    assert place == "id_visit-1-ends"
    assert sentence.startswith("2. ")
