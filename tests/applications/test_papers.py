"""The verbs of papers: add, remove, hand in, tidy."""

import io
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from applications import paper_rules
from applications.applying import submit
from applications.asking import Asking
from applications.asking_more import Item, ask
from applications.deciding import refuse
from applications.models import Draft, Paper
from applications.papers import add, path_of, remove, tidy
from lib import clock, uploads
from tests.applications.samples import asking, draft_of, hand_in
from tests.bookings.door import Hold, code_of
from tests.lib.test_uploads import pdf
from tests.places import at_seoul

pytestmark = pytest.mark.usefixtures("city_hall")
FRIDAY = at_seoul(date(2026, 11, 27), "18:00")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where the files go."""
    settings.PAPERS_DIR = tmp_path / "papers"
    return tmp_path / "papers"


@pytest.fixture
def draft(organiser: User) -> Draft:
    return draft_of(organiser)


def plan(name: str = "행사계획서.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_paper_lies_under_a_name_that_nobody_knows(
    organiser: User, draft: Draft, folder: Path
) -> None:
    paper = add(organiser, plan(), "plan", draft=draft)
    assert (paper.name, paper.kind, paper.size) == ("행사계획서.pdf", "pdf", len(pdf()))
    assert files(folder) == [path_of(paper)]
    assert len(path_of(paper).name) == 40
    assert path_of(paper).read_bytes() == plan().read()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_paper"),
        (b"<html><script>alert(1)</script></html>", "paper_unknown"),
        (b"%PDF-1.7", "paper_damaged"),
        (pdf("1234"), "paper_locked"),
    ],
)
def test_what_is_no_paper_leaves_nothing_behind(
    organiser: User, draft: Draft, folder: Path, content: bytes, code: str
) -> None:
    assert code_of(lambda: add(organiser, plan("plan.pdf", content), "plan", draft=draft)) == code
    assert not Paper.objects.exists()
    assert files(folder) == []


def test_without_a_file(organiser: User, draft: Draft) -> None:
    assert code_of(lambda: add(organiser, None, "plan", draft=draft)) == "no_paper"


def test_one_file_is_not_too_large(
    organiser: User, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 100)
    assert code_of(lambda: add(organiser, plan(), "plan", draft=draft)) == "paper_too_large"


@pytest.mark.parametrize(("limit", "value"), [("MOST", 2), ("LARGEST_TOGETHER", 2 * len(pdf()))])
def test_all_together_are_not_too_many(
    organiser: User,
    draft: Draft,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
) -> None:
    monkeypatch.setattr(paper_rules, limit, value)
    for _count in range(2):
        add(organiser, plan(), "plan", draft=draft)
    assert code_of(lambda: add(organiser, plan(), "plan", draft=draft)) == "too_many_papers"
    assert len(files(folder)) == 2


def test_nobody_adds_to_what_is_somebody_elses(
    citizen: User, organiser: User, draft: Draft, folder: Path
) -> None:
    assert code_of(lambda: add(citizen, plan(), "plan", draft=draft)) == "paper_not_expected"
    booking = hand_in(organiser).booking
    assert code_of(lambda: add(citizen, plan(), "plan", booking=booking)) == "paper_not_expected"
    assert files(folder) == []


def test_to_what_was_handed_in_while_it_is_reviewed(organiser: User, officer: User) -> None:
    application = hand_in(organiser)
    add(organiser, plan(), "safety_plan", booking=application.booking)
    refuse(officer, application, 0, "까닭")
    code = code_of(lambda: add(organiser, plan(), "plan", booking=application.booking))
    assert code == "paper_not_expected"


def test_handed_in_it_goes_along_and_is_counted(organiser: User, draft: Draft) -> None:
    paper = add(organiser, plan(), "safety_plan", draft=draft)
    booking = submit(organiser, draft, asking(), "k")
    paper.refresh_from_db()
    assert (paper.booking, paper.draft) == (booking, None)
    assert Asking.from_json(booking.applications.get().asked).purposes == ("safety_plan",)
    assert code_of(lambda: remove(organiser, paper)) == "paper_not_expected"


def test_taken_out_the_file_goes(
    organiser: User, citizen: User, draft: Draft, folder: Path
) -> None:
    paper = add(organiser, plan(), "plan", draft=draft)
    assert code_of(lambda: remove(citizen, paper)) == "paper_not_expected"
    remove(organiser, paper)
    assert files(folder) == []
    assert not Paper.objects.exists()


def test_files_without_a_row_are_tidied_when_they_are_old(
    organiser: User, draft: Draft, folder: Path
) -> None:
    kept = add(organiser, plan(), "plan", draft=draft)
    lost = add(organiser, plan(), "plan", draft=draft)
    Paper.objects.filter(pk=lost.pk).delete()
    half = path_of(kept).with_suffix(".part")
    half.write_bytes(io.BytesIO(b"half").read())
    now = clock.now().timestamp()
    for path in files(folder):
        os.utime(path, (now, now))
    assert tidy() == 0
    old = now - timedelta(hours=2).total_seconds()
    for path in files(folder):
        os.utime(path, (old, old))
    assert tidy() == 2
    assert files(folder) == [path_of(kept)]


def test_what_was_handed_in_meanwhile_is_not_taken_out(organiser: User, draft: Draft) -> None:
    paper = add(organiser, plan(), "plan", draft=draft)  # as a page that is still open has read it
    submit(organiser, draft, asking(), "key")
    assert code_of(lambda: remove(organiser, paper)) == "paper_not_expected"
    assert path_of(Paper.objects.get()).exists()


def test_of_an_answer_until_it_is_sent(
    organiser: User, citizen: User, officer: User, folder: Path, at: Hold
) -> None:
    application = hand_in(organiser)
    question = ask(officer, application, 0, [Item("paper", "배치도를 보내 주세요.", FRIDAY)])[0]
    first, second = (
        add(organiser, plan(), "layout", booking=application.booking, question=question)
        for _count in range(2)
    )
    beside = add(organiser, plan(), "layout", booking=application.booking)
    assert code_of(lambda: remove(citizen, first)) == "paper_not_expected"
    assert code_of(lambda: remove(organiser, beside)) == "paper_not_expected"
    remove(organiser, first)
    assert set(files(folder)) == {path_of(second), path_of(beside)}
    at(FRIDAY)
    assert code_of(lambda: remove(organiser, second)) == "paper_not_expected"
