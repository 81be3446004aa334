"""Who applies and what for, as it is read from what was typed."""

from typing import Any

import pytest

from accounts.models import User
from applications.drafting import details_as_typed
from applications.forms.application import data_of
from applications.forms.details import DetailsForm
from facilities.models import Reduction
from tests.applications.samples import DETAILS

pytestmark = pytest.mark.usefixtures("city_hall")


def form(changes: dict[str, str], *, asks_reduction: bool = False) -> DetailsForm:
    typed = details_as_typed(DETAILS) | {name: [value] for name, value in changes.items()}
    return DetailsForm(data_of(typed), asks_reduction=asks_reduction)


def test_everything_filled_in_is_read(organiser: User) -> None:
    read = form({})
    assert read.is_valid(), read.errors
    assert read.details(organiser) == DETAILS


def test_letters_go_to_the_confirmed_address_alone(organiser: User) -> None:
    read = form({"email": "elsewhere@example.com"})
    assert read.is_valid()
    assert read.details(organiser).email == organiser.email


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"registration_number": ""}, []),
        ({"registration_number": "120-82-00009"}, []),
        ({"registration_number": " 120 82 00009 "}, []),
        ({"registration_number": "120-82-00008"}, ["registration_number"]),
        ({"registration_number": "12345"}, ["registration_number"]),
        ({"organisation": ""}, ["organisation"]),
        ({"representative": ""}, ["representative"]),
        ({"organisation": "", "representative": "", "applicant": "person"}, []),
        ({"representative": "", "applicant": "public_body"}, []),
        ({"organisation": "", "applicant": "public_body"}, ["organisation"]),
        ({"applicant": "nobody"}, ["applicant"]),
        ({"ground": ""}, ["ground"]),
        ({"character": ""}, ["character"]),
        ({"phone": "12"}, ["phone"]),
        ({"title": ""}, ["title"]),
        ({"title": "가" * 101}, ["title"]),
        ({"title": "장\u202e터"}, ["title"]),
        ({"purpose": "한 줄\r\n두 줄"}, []),
        ({"purpose": "가\u2066나"}, ["purpose"]),
        ({"purpose": "가" * 2001}, ["purpose"]),
        ({"people_peak": "0"}, ["people_peak"]),
        ({"people_day": "many"}, ["people_day"]),
        ({"power_kw": ""}, []),
        ({"power_kw": "-1"}, ["power_kw"]),
        ({"vehicles": "1.5"}, ["vehicles"]),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, str], fields: list[str]) -> None:
    assert sorted(form(changes).errors) == fields


def test_a_reduction_is_asked_for_only_where_something_costs_something(organiser: User) -> None:
    code = Reduction.objects.values_list("code", flat=True).first()
    assert code
    assert "reduction" not in form({"reduction": code}).fields
    read = form({"reduction": code}, asks_reduction=True)
    assert read.is_valid(), read.errors
    assert read.details(organiser).reduction == code
    assert sorted(form({"reduction": "mine"}, asks_reduction=True).errors) == ["reduction"]


@pytest.mark.parametrize("name", ["is_public", "makes_profit", "sells", "cooking"])
def test_what_is_not_ticked_is_no(organiser: User, name: str) -> None:
    typed: dict[str, Any] = details_as_typed(DETAILS)
    typed.pop(name, None)
    read = DetailsForm(data_of(typed))
    assert read.is_valid()
    assert getattr(read.details(organiser), name) is False
