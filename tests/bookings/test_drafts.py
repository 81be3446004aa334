"""What was typed, kept in the session for the very form it was typed into."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from bookings import drafts

PATH = "/facilities/moran/book/"


@pytest.fixture
def session(db: None) -> SessionStore:
    return SessionStore()


def sent(session: SessionStore, path: str = PATH, **fields: str) -> HttpRequest:
    request = RequestFactory().post(path, fields)
    request.session = session
    return request


def test_the_fields_of_the_form_are_kept_and_nothing_else(session: SessionStore) -> None:
    request = sent(session, purpose="독서 모임", key="k", csrfmiddlewaretoken="t", other="x")

    drafts.keep(request)

    assert drafts.kept(request) == {"purpose": "독서 모임"}


def test_nothing_about_the_person_is_kept(session: SessionStore) -> None:
    """Who signs in next on this machine may be somebody else."""
    request = sent(session, purpose="독서 모임", name="나들이", phone="01000001001", email="a@b.kr")

    drafts.keep(request)

    assert drafts.kept(request) == {"purpose": "독서 모임"}


def test_another_form_does_not_get_them(session: SessionStore) -> None:
    drafts.keep(sent(session, purpose="독서 모임"))

    assert drafts.kept(sent(session, "/facilities/tancheon/book/")) is None


def test_a_field_of_any_length_is_cut_to_a_sensible_one(session: SessionStore) -> None:
    request = sent(session, purpose="가" * 100_000)

    drafts.keep(request)

    assert drafts.kept(request) == {"purpose": "가" * drafts.LONGEST}


def test_a_later_draft_takes_the_place_of_the_earlier(session: SessionStore) -> None:
    drafts.keep(sent(session, purpose="하나", name="나들이"))
    drafts.keep(sent(session, purpose="둘"))

    assert drafts.kept(sent(session)) == {"purpose": "둘"}


def test_a_dropped_draft_is_gone(session: SessionStore) -> None:
    request = sent(session, purpose="독서 모임")
    drafts.keep(request)

    drafts.drop(request)
    drafts.drop(request)

    assert drafts.kept(request) is None
    assert drafts.address_with_draft(request) == f"{PATH}?draft=1"
