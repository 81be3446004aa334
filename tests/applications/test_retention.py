"""What was asked, papers and old drafts go when their time has come."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from applications.answering import answer
from applications.asking_more import Item, ask
from applications.deciding import lapse_undecided
from applications.models import Application, Draft, Paper
from applications.papers import add, path_of
from applications.retention import forget_applications, forget_drafts
from bookings.retention import forget_contacts
from config.timetable import forget_contacts as task
from lib import clock
from tests.applications.samples import DAY, approved, draft_of, fresh, hand_in
from tests.bookings.door import Hold
from tests.bookings.samples import NOW
from tests.lib.test_uploads import pdf
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")
ClientOf = Callable[[User], Client]
LATER = at_seoul(DAY, "12:00") + timedelta(days=366)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def application(organiser: User, officer: User) -> Application:
    """Asked, answered, with a paper, approved."""
    made = hand_in(organiser)
    add(organiser, SimpleUploadedFile("a.pdf", pdf()), "plan", booking=made.booking)
    until = at_seoul(DAY.replace(day=1), "18:00")
    question = ask(officer, made, 0, [Item("text", "나들이 님, 몇 시에 오시나요?", until)])[0]
    answer(organiser, question, "여덟 시, 모여라")
    return approved(officer, made, conditions=["모여라 님이 열쇠를 받습니다."])


def test_nothing_goes_before_its_time(application: Application) -> None:
    forget_contacts(NOW)
    assert forget_applications(NOW) == 0
    assert fresh(application).asked
    assert Paper.objects.count() == 1


def test_what_was_asked_goes_with_the_contact(application: Application) -> None:
    path = path_of(Paper.objects.get())
    forget_contacts(LATER)
    assert forget_applications(LATER) == 1
    assert forget_applications(LATER) == 0
    gone = fresh(application)
    assert (gone.asked, gone.why, gone.conditions, gone.state) == ({}, "", [], "approved")
    question = gone.questions.get()
    assert (question.text, question.answer) == ("-", "")
    assert not Paper.objects.exists()
    assert not path.exists()
    # What is counted stays.
    assert gone.booking.visits.count() == 1
    assert gone.due_on


def test_the_worker_does_it(application: Application, at: Hold) -> None:
    at(LATER)
    assert task.func() == 2
    assert fresh(application).asked == {}


def test_drafts_that_nobody_touched_go_with_their_papers(organiser: User) -> None:
    old, new = draft_of(organiser), draft_of(organiser)
    paper = add(organiser, SimpleUploadedFile("a.pdf", pdf()), "plan", draft=old)
    Draft.objects.filter(pk=old.pk).update(saved_at=NOW - timedelta(days=91))
    assert forget_drafts(clock.now()) == 1
    assert list(Draft.objects.all()) == [new]
    assert not path_of(paper).exists()


def test_what_is_open_is_kept_until_it_has_lapsed(
    organiser: User, officer: User, client_of: ClientOf, at: Hold
) -> None:
    """The worker stood still for a year; the officers' inbox does not."""
    made = hand_in(organiser)
    at(LATER)
    forget_contacts(LATER)
    assert forget_applications(LATER) == 0
    assert client_of(officer).get("/en/review/").status_code == HTTPStatus.OK
    lapse_undecided(LATER)
    assert forget_applications(LATER) == 1
    assert fresh(made).asked == {}
