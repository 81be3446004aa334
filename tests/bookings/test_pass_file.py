"""The pass on paper. Making a PDF takes a moment, so each test makes one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from bookings.cancel import cancel
from bookings.models import Booking
from bookings.reserve import reserve
from lib import pdf
from lib.references import spaced
from tests.bookings.pages import refusal_of
from tests.bookings.samples import TUESDAY, asked, book, new_key, policy, request_for
from tests.printed import read, words
from tests.verapdf import failures

ClientOf = Callable[[User], Client]

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("city_hall")]


def words_of(content: bytes) -> str:
    return words(read(content))


def test_the_pass_holds_what_the_door_needs(client_of: ClientOf, citizen: User) -> None:
    booking = book(citizen)

    response = client_of(citizen).get(f"/bookings/{booking.reference}/pass.pdf")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{booking.reference}.pdf"'
    words = words_of(response.content)
    for text in (spaced(booking.reference), "모란관", "2026. 12. 1.(화) 14:00~16:00", "나들이"):
        assert text in words
    assert failures(response.content) == [[]], "PDF/UA, by veraPDF"


def test_twelve_visits_of_a_club_fit_on_one_page(client_of: ClientOf, citizen: User) -> None:
    policy("moran", opens_days_before=200, max_per_month=None)
    first = TUESDAY + timedelta(days=1)
    booking = book(citizen, *(asked(day=first + timedelta(weeks=week)) for week in range(12)))

    response = client_of(citizen).get(f"/bookings/{booking.reference}/pass.pdf")

    assert len(read(response.content).pages) == 1
    words = words_of(response.content)
    assert words.count("14:00~16:00") == 12
    assert words.count("모란관") == 1
    assert failures(response.content) == [[]], "PDF/UA, by veraPDF"


@pytest.mark.parametrize("name", ["뷁쀍쫽힣", "긢뙗", "野家"])
def test_the_rarest_syllables_print(client_of: ClientOf, citizen: User, name: str) -> None:
    wish = request_for(contact_name=name, purpose="🎉 돌잔치 <b>&amp;", group_name="뷁" * 100)
    booking = reserve(citizen, wish, new_key())

    response = client_of(citizen).get(f"/en/bookings/{booking.reference}/pass.pdf")

    words = words_of(response.content)
    assert name in words
    assert "돌잔치 <b>&amp;" in words
    assert "Moran Room" in words


def test_a_cancelled_booking_has_no_pass(client_of: ClientOf, citizen: User) -> None:
    booking = book(citizen)
    cancel(citizen, booking)

    assert client_of(citizen).get(f"/bookings/{booking.reference}/pass.pdf").status_code == 404


def test_a_booking_that_is_over_has_no_pass(
    client_of: ClientOf, citizen: User, at: Callable[..., None]
) -> None:
    booking: Booking = book(citizen)
    at(booking.visits.get().ends_at)

    assert client_of(citizen).get(f"/bookings/{booking.reference}/pass.pdf").status_code == 404


@pytest.mark.parametrize("trouble", [pdf.PaperBusy, pdf.PaperTimeout])
def test_when_no_pdf_can_be_made_the_page_says_so(
    client_of: ClientOf, citizen: User, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    booking = book(citizen)

    def refuse(*args: object, **kwargs: object) -> bytes:
        raise trouble("no")

    monkeypatch.setattr(pdf, "render", refuse)

    response = client_of(citizen).get(f"/en/bookings/{booking.reference}/pass.pdf")

    assert (response.status_code, refusal_of(response)) == (503, "paper_is_busy")
