"""Who gets which paper of an application, and when: the addresses of the files."""

import logging
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from applications.charging import record_payment
from applications.deciding import refuse
from applications.models import Application
from applications.withdrawing import withdraw
from bookings.models import Booking
from lib import pdf
from tests.applications.samples import (
    DAY,
    approved,
    fresh,
    hand_in,
    hand_in_change,
    wants,
)
from tests.bookings.door import Hold
from tests.bookings.pages import refusal_of
from tests.bookings.samples import policy
from tests.places import at_seoul
from tests.printed import read, words

ClientOf = Callable[[User], Client]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city_hall")]


@pytest.fixture
def never_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of what would be made: for tests of who gets what, a second quicker each."""
    titles: list[str] = []

    def render(html: str, *, title: str, language: str) -> bytes:
        titles.append(title)
        return b"%PDF-"

    monkeypatch.setattr(pdf, "render", render)
    return titles


def papers_of(booking: Booking) -> dict[str, str]:
    return {
        name: f"/applications/{booking.reference}/{name}.pdf"
        for name in ("receipt", "permit", "decision", "payment")
    }


def served(client: Client, booking: Booking) -> set[str]:
    """The papers that there are; any status but 200 and 404 is a fault."""
    answers = {name: client.get(path).status_code for name, path in papers_of(booking).items()}
    assert set(answers.values()) <= {200, 404}
    return {name for name, status in answers.items() if status == 200}


def test_the_person_gets_a_file(client_of: ClientOf, organiser: User, officer: User) -> None:
    booking = approved(officer, hand_in(organiser)).booking
    response = client_of(organiser).get(f"/en/applications/{booking.reference}/permit.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    file = f"{booking.reference}-permit.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    assert "no-store" in response["Cache-Control"]
    assert "Onnuri Auditorium" in words(read(response.content))


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_officers_get_them_too(
    client_of: ClientOf,
    organiser: User,
    officer: User,
    who: str,
    request: pytest.FixtureRequest,
    never_made: list[str],
) -> None:
    booking = approved(officer, hand_in(organiser)).booking
    assert served(client_of(request.getfixturevalue(who)), booking) == {"receipt", "permit"}


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("desk", 403)])
def test_others_do_not(
    client_of: ClientOf,
    organiser: User,
    officer: User,
    who: str,
    status: int,
    request: pytest.FixtureRequest,
    never_made: list[str],
) -> None:
    booking = approved(officer, hand_in(organiser)).booking
    client = client_of(request.getfixturevalue(who))
    assert {client.get(path).status_code for path in papers_of(booking).values()} == {status}
    assert not never_made


def test_who_is_not_signed_in_is_asked_to(client: Client, organiser: User) -> None:
    booking = hand_in(organiser).booking
    for path in papers_of(booking).values():
        assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_each_paper_is_there_as_long_as_it_is_true(
    client_of: ClientOf, organiser: User, officer: User, at: Hold, never_made: list[str]
) -> None:
    policy("onnuri", fee_won=10_000)
    client, application = client_of(organiser), hand_in(organiser)
    booking = application.booking
    assert served(client, booking) == {"receipt"}
    approved(officer, application)
    assert served(client, booking) == {"receipt", "permit", "payment"}
    record_payment(officer, fresh(application).charge, fresh(application).revision)
    assert served(client, booking) == {"receipt", "permit"}
    at(at_seoul(DAY, "23:00"))
    assert served(client, booking) == {"receipt", "permit"}, "used up, it is still a record"


def test_a_refusal_has_no_permit(
    client_of: ClientOf, organiser: User, officer: User, never_made: list[str]
) -> None:
    application = hand_in(organiser)
    refuse(officer, application, 0, "행사가 있습니다.")
    assert served(client_of(organiser), application.booking) == {"receipt", "decision"}


def test_a_change_that_was_refused_leaves_the_permit(
    client_of: ClientOf, organiser: User, officer: User, never_made: list[str]
) -> None:
    booking = approved(officer, hand_in(organiser)).booking
    change = hand_in_change(organiser, booking, wants(starts="14:00", ends="16:00"))
    refuse(officer, change, 0, "행사가 있습니다.")
    assert served(client_of(organiser), booking) == {"receipt", "permit", "decision"}


def test_what_is_withdrawn_or_not_paid_has_no_permit(
    client_of: ClientOf, organiser: User, officer: User, at: Hold, never_made: list[str]
) -> None:
    policy("yuldong", fee_won=10_000)
    withdrawn = approved(officer, hand_in(organiser)).booking
    withdraw(organiser, withdrawn)
    unpaid = approved(officer, hand_in(organiser, wants("yuldong", people=20)))
    client = client_of(organiser)
    assert served(client, withdrawn) == {"receipt"}
    at(unpaid.charge.due_at)
    assert served(client, unpaid.booking) == {"receipt"}


def test_after_a_change_the_newer_permit_is_the_one(
    client_of: ClientOf, organiser: User, officer: User, never_made: list[str]
) -> None:
    first = approved(officer, hand_in(organiser))
    change = hand_in_change(organiser, first.booking, wants(starts="14:00", ends="16:00"))
    approved(officer, change)
    assert client_of(organiser).get(papers_of(first.booking)["permit"]).status_code == 200
    assert "2026-00002" in never_made[0]


def test_what_is_forgotten_is_on_no_paper(
    client_of: ClientOf, organiser: User, officer: User, never_made: list[str]
) -> None:
    booking = approved(officer, hand_in(organiser)).booking
    Application.objects.update(asked={})
    assert served(client_of(organiser), booking) == set()


@pytest.mark.parametrize("trouble", [pdf.PaperBusy, pdf.PaperTimeout])
def test_when_none_can_be_made_the_page_says_so(
    client_of: ClientOf,
    organiser: User,
    monkeypatch: pytest.MonkeyPatch,
    trouble: type[Exception],
) -> None:
    booking = hand_in(organiser).booking

    def refuse_to(*args: object, **kwargs: object) -> bytes:
        raise trouble("no")

    monkeypatch.setattr(pdf, "render", refuse_to)
    response = client_of(organiser).get(f"/en/applications/{booking.reference}/receipt.pdf")
    assert (response.status_code, refusal_of(response)) == (503, "document_is_busy")


def test_an_officers_look_is_logged(
    client_of: ClientOf, organiser: User, officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    """It names the person in charge; what is not there shows nobody."""
    reference = hand_in(organiser).booking.reference
    with caplog.at_level(logging.INFO, logger="sarangbang.access"):
        client_of(organiser).get(f"/en/applications/{reference}/receipt.pdf")
        assert caplog.messages == []
        client_of(officer).get(f"/en/applications/{reference}/receipt.pdf")
    (line,) = caplog.messages
    assert f"person={officer.pk} " in line
    assert line.endswith(f"what=receipt whose={reference}")
