"""The verbs of drafts."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from applications.asking import AskedVisit
from applications.drafting import (
    LONGEST,
    as_seen,
    begin,
    discard,
    from_application,
    kept,
    save,
    typed_from,
)
from applications.forms.application import ApplicationForm
from applications.models import Draft
from facilities.catalogue import catalogue
from lib.refusal import Refused
from lib.spans import Span
from tests.applications.samples import DAY, SATURDAY, asking, hand_in, wants
from tests.bookings.door import Hold
from tests.bookings.samples import NOW
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")

LATER = NOW + timedelta(minutes=3)


def refused(verb: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        verb()
    return caught.value.refusal.code


def stored(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


@pytest.fixture
def draft(organiser: User) -> Draft:
    return begin(organiser, {"title": ["장터"]})


def test_only_the_fields_of_the_form_are_kept() -> None:
    typed = {
        "title": ["장터"],
        "zone-plaza-a": ["on"],
        "visit-0-day": ["2026-12-18"],
        "csrfmiddlewaretoken": ["secret"],
        "do": ["save"],
        "paper_file": ["[object File]"],
        "something": ["else"],
    }
    assert kept(typed) == {
        "title": ["장터"],
        "zone-plaza-a": ["on"],
        "visit-0-day": ["2026-12-18"],
    }


def test_what_is_kept_is_bounded() -> None:
    flood = {f"visit-{number}-day": ["9" * 9000] * 50 for number in range(20_000)}
    signs = sum(
        len(value)
        for values in kept({**flood, "title": ["가" * 9000]}).values()
        for value in values
    )
    assert signs <= LONGEST + 1000 * 10 * 100


def test_signs_that_a_database_refuses_do_no_harm(draft: Draft) -> None:
    save(draft, {"title": ["장\0터"]})
    assert stored(draft).typed == {"title": ["장터"]}


def test_the_page_that_saved_last_saves_again(draft: Draft, at: Hold) -> None:
    seen = [as_seen(draft)]
    at(LATER)
    save(draft, {"title": ["하나"], "page": ["MINE"], "seen": seen})
    at(LATER + timedelta(minutes=1))
    save(draft, {"title": ["둘"], "page": ["MINE"], "seen": seen})
    assert stored(draft).typed["title"] == ["둘"]


def test_another_page_is_told_and_nothing_is_written_over(draft: Draft, at: Hold) -> None:
    seen = [as_seen(draft)]
    at(LATER)
    save(draft, {"title": ["하나"], "page": ["MINE"], "seen": seen})
    theirs = {"title": ["둘"], "page": ["THEIRS"], "seen": seen}
    assert refused(lambda: save(draft, theirs)) == "draft_saved_elsewhere"
    assert stored(draft).typed["title"] == ["하나"]
    save(draft, theirs, anyway=True)
    assert stored(draft).typed["title"] == ["둘"]


def test_a_page_that_was_made_after_it_may_save(draft: Draft, at: Hold) -> None:
    at(LATER)
    save(draft, {"title": ["하나"], "page": ["MINE"], "seen": [""]}, anyway=True)
    save(draft, {"title": ["둘"], "page": ["THEIRS"], "seen": [as_seen(draft)]})
    assert stored(draft).typed["title"] == ["둘"]


def test_what_an_ended_page_still_sends_comes_too_late(draft: Draft, at: Hold) -> None:
    sent = {"title": ["하나"], "page": ["MINE"], "seen": [as_seen(draft)]}
    at(LATER)
    save(draft, sent, ends_page=True)
    assert refused(lambda: save(draft, sent)) == "draft_saved_elsewhere"


def test_a_draft_that_is_gone_takes_nothing(draft: Draft) -> None:
    other = stored(draft)
    discard(draft)
    assert refused(lambda: save(other, {"title": ["하나"]})) == "draft_gone"
    assert not Draft.objects.exists()


# What somebody would have typed -----------------------------------------------------------------


def test_a_version_read_back_from_its_draft_is_the_same(organiser: User) -> None:
    visits = (
        wants("onnuri", setup_minutes=60),
        wants("plaza-a", starts="18:00", ends="22:00"),
        wants("hannuri", day=SATURDAY, people=50, clearing_minutes=45),
    )
    application = hand_in(organiser, *visits)
    form = ApplicationForm(typed_from(application), catalogue(), bound=True)
    assert form.is_valid(), form.errors
    asked = asking(*visits, contact_name=organiser.name, email=organiser.email)
    assert form.asking(organiser) == asked


def test_a_span_of_days_comes_back(organiser: User) -> None:
    night = AskedVisit("plaza-a", Span(at_seoul(DAY, "18:00"), at_seoul(SATURDAY, "09:00")))
    application = hand_in(organiser, night)
    form = ApplicationForm(typed_from(application), catalogue(), bound=True)
    assert form.is_valid(), form.errors
    assert form.asking(organiser).visits == (night,)


def test_a_change_has_one_draft(organiser: User) -> None:
    booking = hand_in(organiser).booking
    draft = from_application(organiser, booking)
    save(draft, {"title": ["새 이름"]})
    again = from_application(organiser, booking)
    assert again == draft
    assert again.typed == {"title": ["새 이름"]}
    assert draft.changes == booking
