"""What an application still lacks."""

from dataclasses import replace
from datetime import date

import pytest

from applications.asking import Details
from applications.missing import missing, needs_safety_plan
from facilities.models import Policy
from tests.applications.samples import DETAILS

PLAZA = Policy(is_listed=True, safety_plan_peak=500, safety_plan_day=1000)
HALL = Policy()
DAY = date(2026, 12, 18)
EVERYTHING = {"safety_plan", "eligibility"}


def details(**changes: object) -> Details:
    return replace(DETAILS, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("peak", "a_day", "needed"),
    [(499, 999, False), (500, 999, True), (499, 1000, True), (3000, 5000, True)],
)
def test_a_safety_plan_is_needed_from_so_many_people(peak: int, a_day: int, needed: bool) -> None:
    many = details(people_peak=peak, people_day=a_day)
    assert needs_safety_plan(many, [HALL, PLAZA]) is needed
    assert needs_safety_plan(many, [HALL]) is False


def names(found: Details, papers: set[str], *policies: Policy) -> list[str]:
    return [str(one.what) for one in missing(found, policies or (PLAZA,), papers, DAY)]


def test_when_all_is_there_nothing_is_missing() -> None:
    assert names(details(people_peak=600), EVERYTHING) == []


@pytest.mark.parametrize(
    ("changes", "papers", "number"),
    [
        ({"people_peak": 600}, {"eligibility"}, 1),
        ({}, set(), 1),
        ({"applicant": "person"}, set(), 0),
        ({"rain_plan": " "}, EVERYTHING, 1),
        ({"reduction": "disabled"}, EVERYTHING, 1),
        ({"people_peak": 600, "rain_plan": "", "reduction": "x"}, set(), 4),
    ],
)
def test_what_is_not_there_is_named(
    changes: dict[str, object], papers: set[str], number: int
) -> None:
    assert len(names(details(**changes), papers)) == number


def test_the_safety_plan_is_due_seven_days_before() -> None:
    (one,) = missing(details(people_peak=600), [PLAZA], {"eligibility"}, DAY)
    assert "2026. 12. 11.(금)" in one.why


def test_in_a_hall_no_plan_for_rain_is_asked_for() -> None:
    assert names(details(rain_plan=""), EVERYTHING, HALL) == []
