"""A paper as a download, and its button in the form."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from applications.models import Draft, Paper
from applications.papers import add
from lib import uploading
from tests.applications.samples import draft_of, hand_in
from tests.lib.test_uploads import pdf

pytestmark = pytest.mark.usefixtures("city_hall")
ClientOf = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path / "papers"


@pytest.fixture
def draft(organiser: User) -> Draft:
    return draft_of(organiser)


@pytest.fixture
def paper(organiser: User) -> Paper:
    booking = hand_in(organiser).booking
    upload = SimpleUploadedFile("안전 계획.pdf", pdf())
    return add(organiser, upload, "safety_plan", booking=booking)


def address(paper: Paper) -> str:
    return f"/en/papers/{paper.reference}/"


def status(browser: Client, paper: Paper) -> int:
    """Of the download, which is read to its end: then its file is let go."""
    answer = browser.get(address(paper))
    if answer.streaming:
        b"".join(answer)
    return answer.status_code


def test_who_may_see_it(
    client_of: ClientOf,
    paper: Paper,
    organiser: User,
    citizen: User,
    desk: User,
    officer: User,
    administrator: User,
) -> None:
    seen = [
        status(client_of(who), paper) for who in (organiser, citizen, desk, officer, administrator)
    ]
    assert seen == [200, 404, 403, 200, 200]
    assert Client().get(address(paper)).status_code == 302


def test_it_is_a_download_and_no_page(client_of: ClientOf, paper: Paper, organiser: User) -> None:
    answer = client_of(organiser).get(address(paper))
    assert b"".join(answer) == pdf()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]


def test_a_draft_is_nobodys_but_its_persons(
    client_of: ClientOf, draft: Draft, organiser: User, officer: User
) -> None:
    paper = add(organiser, SimpleUploadedFile("a.pdf", pdf()), "plan", draft=draft)
    assert status(client_of(officer), paper) == 404
    assert status(client_of(organiser), paper) == 200


def test_an_officers_look_is_logged(
    client_of: ClientOf,
    paper: Paper,
    organiser: User,
    officer: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, logger="sarangbang.access"):
        status(client_of(organiser), paper)
        assert caplog.messages == []
        status(client_of(officer), paper)
    (line,) = caplog.messages
    assert f"person={officer.pk} " in line
    assert paper.booking
    assert line.endswith(f"what=paper whose={paper.booking.reference}")


def send(browser: Client, draft: Draft, **fields: Any) -> Any:
    return browser.post(f"/en/apply/{draft.reference}/", fields)


def test_added_in_the_form_with_what_was_typed_kept(
    client_of: ClientOf, draft: Draft, organiser: User
) -> None:
    answer = send(
        client_of(organiser),
        draft,
        title="장터",
        do="paper",
        paper_purpose="layout",
        paper_file=SimpleUploadedFile("배치.pdf", pdf()),
    )
    assert answer["Location"] == f"/en/apply/{draft.reference}/#papers"
    assert draft.papers.get().purpose == "layout"
    assert Draft.objects.get().typed == {"title": ["장터"]}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"<html></html>", 422, "paper_unknown"), (None, 422, "no_paper")],
)
def test_refused_in_the_form_with_what_was_typed_kept(
    client_of: ClientOf,
    draft: Draft,
    organiser: User,
    content: bytes | None,
    status: int,
    code: str,
) -> None:
    fields: dict[str, Any] = {"title": "장터", "do": "paper"}
    if content:
        fields["paper_file"] = SimpleUploadedFile("plan.pdf", content)
    answer = send(client_of(organiser), draft, **fields)
    assert answer.status_code == status
    page = answer.content.decode()
    assert f'data-code="{code}"' in page
    assert 'value="장터"' in page


@pytest.mark.parametrize("do", ["save", "next", "check", "add-visit"])
def test_a_chosen_file_goes_along_with_every_button(
    client_of: ClientOf, draft: Draft, organiser: User, do: str
) -> None:
    chosen = SimpleUploadedFile("배치.pdf", pdf())
    answer = send(client_of(organiser), draft, do=do, paper_purpose="layout", paper_file=chosen)
    assert answer.status_code == 302
    assert draft.papers.get().purpose == "layout"


@pytest.mark.parametrize(("do", "status"), [("save", 422), ("discard", 302)])
def test_a_chosen_file_that_is_none_is_refused_with_every_button_but_one(
    client_of: ClientOf, draft: Draft, organiser: User, do: str, status: int
) -> None:
    chosen = SimpleUploadedFile("배치.pdf", b"<html></html>")
    answer = send(client_of(organiser), draft, title="장터", do=do, paper_file=chosen)
    assert answer.status_code == status
    assert not Paper.objects.exists()


def test_so_large_that_nobody_means_it_nothing_is_read(
    client_of: ClientOf, draft: Draft, organiser: User
) -> None:
    browser = client_of(organiser)
    sent = {"title": "장터", "do": "paper", "paper_file": SimpleUploadedFile("a.pdf", pdf())}
    answer = browser.post(
        f"/en/apply/{draft.reference}/", sent, CONTENT_LENGTH=str(uploading.READ_ON + 1)
    )
    assert answer.status_code == 400
    assert Draft.objects.get().typed == draft.typed


def test_far_too_large_it_is_let_go_while_it_arrives(
    client_of: ClientOf, draft: Draft, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 100_000)
    large = SimpleUploadedFile("plan.pdf", pdf() + b" " * 5_000_000)
    answer = send(client_of(organiser), draft, title="장터", do="paper", paper_file=large)
    assert answer.status_code == 413
    page = answer.content.decode()
    assert 'data-code="paper_too_large"' in page
    assert 'value="장터"' in page
    assert not Paper.objects.exists()


def test_taken_out_in_the_form(client_of: ClientOf, draft: Draft, organiser: User) -> None:
    paper = add(organiser, SimpleUploadedFile("a.pdf", pdf()), "plan", draft=draft)
    send(client_of(organiser), draft, title="장터", do=f"drop-{paper.reference}")
    assert not Paper.objects.exists()
    assert send(client_of(organiser), draft, do="drop-ABC").status_code == 404


def test_taken_out_and_another_one_chosen(
    client_of: ClientOf, draft: Draft, organiser: User
) -> None:
    old = add(organiser, SimpleUploadedFile("old.pdf", pdf()), "plan", draft=draft)
    chosen = SimpleUploadedFile("new.pdf", pdf())
    send(client_of(organiser), draft, do=f"drop-{old.reference}", paper_file=chosen)
    assert draft.papers.get().name == "new.pdf"


def test_behind_a_proxy_the_log_says_from_where(
    client_of: ClientOf,
    paper: Paper,
    officer: User,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    with caplog.at_level(logging.INFO, logger="sarangbang.access"):
        answer = client_of(officer).get(address(paper), HTTP_X_FORWARDED_FOR="203.0.113.7")
        b"".join(answer)
    assert "from=203.0.113.7 " in caplog.text


def test_what_is_not_there(client_of: ClientOf, organiser: User) -> None:
    assert client_of(organiser).get("/en/papers/222222222222/").status_code == 404
