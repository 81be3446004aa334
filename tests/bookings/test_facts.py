"""A booking as plain facts, as JSON can hold them."""

import json

import pytest

from accounts.models import User
from bookings.facts import facts_of
from tests.bookings.samples import book

pytestmark = pytest.mark.usefixtures("city_hall")


@pytest.mark.parametrize(("language", "name"), [("ko", "모란관"), ("en", "Moran Room")])
def test_facts_are_texts_of_one_language(citizen: User, language: str, name: str) -> None:
    booking = book(citizen)
    visits = list(booking.visits.all())

    facts = facts_of(booking, visits, language, "나들이")

    assert json.loads(json.dumps(facts)) == facts
    (visit,) = facts["visits"]
    assert visit["facility"] == name
    assert visit["uid"] == f"{booking.reference}-1@sarangbang"
    assert (facts["name"], facts["revision"]) == ("나들이", 0)
    assert visit["floor"]
    assert visit["address"]
