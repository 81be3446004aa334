"""A picture as a page shows it, and the officers' page of the pictures of an event."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events.models import Event, Picture
from events.picturing import Alt, add, path_of
from events.planning import plan
from events.publishing import cancel
from lib import uploading
from tests.bookings.gate import FOR_OFFICERS, ClientOf, answers
from tests.bookings.pages import refusal_of, said
from tests.events.pictures import drawn, upload
from tests.events.samples import fresh, market, published, second_saturdays
from tests.events.staff_pages import form_of, page_of

ALT = Alt("시장에서 장난감을 고르는 어린이", "A child chooses a toy")


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.PICTURES_DIR = tmp_path / "pictures"


@pytest.fixture
def at_work(officer: User, client_of: ClientOf) -> Client:
    """The officer's browser."""
    return client_of(officer)


def address(picture: Picture) -> str:
    return f"/events/pictures/{picture.reference}.webp"


def got(browser: Client, picture: Picture, **headers: str) -> Any:
    """The answer, read to its end: then its file is let go."""
    answer: Any = browser.get(address(picture), headers=headers)
    if answer.streaming:
        answer.body = b"".join(answer)
    return answer


def test_everybody_sees_a_picture_of_what_is_announced(officer: User) -> None:
    event = published(officer)
    picture = add(officer, event, 1, upload(), ALT)
    answer = got(Client(), picture)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer.body == path_of(picture).read_bytes()
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer
    assert "Cookie" not in answer.get("Vary", "")
    again = got(Client(), picture, if_none_match=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == answer["ETag"]
    cancel(officer, event, 2, "비가 옴")
    assert got(Client(), picture).status_code == 200


def test_a_draft_shows_its_pictures_to_officers_alone(
    officer: User, citizen: User, desk: User, client_of: ClientOf, at_work: Client
) -> None:
    picture = add(officer, plan(officer, market()), 0, upload(), ALT)
    assert got(Client(), picture).status_code == 404
    assert got(client_of(citizen), picture).status_code == 404
    assert got(client_of(desk), picture).status_code == 404
    answer = got(at_work, picture)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")


def test_one_that_is_gone_is_not_found(officer: User) -> None:
    picture = add(officer, published(officer), 1, upload(), ALT)
    path_of(picture).unlink()
    assert got(Client(), picture).status_code == 404
    assert Client().get("/events/pictures/ABCDEFGHJKMN.webp").status_code == 404
    assert Client().post(address(picture)).status_code == 405


def sent(browser: Client, event: Event, do: str = "add", **typed: Any) -> Any:
    path = page_of(event, "pictures/")
    seen = form_of(browser.get(path))["seen"][0]
    return browser.post(path, {"seen": seen, "do": do, **typed})


def test_who_may_add_pictures(officer: User, client_of: ClientOf) -> None:
    assert answers(page_of(published(officer), "pictures/"), client_of) == FOR_OFFICERS


def test_add_describe_and_take_out(officer: User, at_work: Client) -> None:
    event = published(officer)
    answer = sent(at_work, event, picture=upload(), alt_ko=ALT.korean, alt_en=ALT.english)
    assert answer.status_code == 302
    picture = event.pictures.get()
    html = at_work.get(page_of(event)).content.decode()
    assert f'<img src="/en{address(picture)}" alt="{ALT.english}"' in html
    sent(at_work, event, f"describe-{picture.reference}", alt_ko="장난감")
    assert event.pictures.get().alt_ko == "장난감"
    sent(at_work, event, f"remove-{picture.reference}")
    assert not event.pictures.exists()
    assert not path_of(picture).exists()


def test_without_words_it_is_not_taken(officer: User, at_work: Client) -> None:
    event = published(officer)
    page = sent(at_work, event, picture=upload(), alt_en="A toy")
    assert page.status_code == 422
    assert 'href="#id_alt_ko"' in page.content.decode()
    assert form_of(page)["alt_en"] == ["A toy"]
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"GIF89a", "picture_unknown", 422),
        (drawn()[:400], "picture_damaged", 422),
        (b"", "no_picture", 422),
        (None, "no_picture", 422),
    ],
)
def test_what_is_no_picture_is_refused_with_the_words_kept(
    officer: User, at_work: Client, content: bytes | None, code: str, status: int
) -> None:
    event = published(officer)
    given: dict[str, Any] = {} if content is None else {"picture": upload(content)}
    page = sent(at_work, event, alt_ko="장난감", **given)
    assert (page.status_code, refusal_of(page)) == (status, code)
    assert form_of(page)["alt_ko"][-1] == "장난감"


def test_a_file_that_is_too_large_is_let_go(
    officer: User, at_work: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 100)
    page = sent(at_work, published(officer), picture=upload(), alt_ko="장난감")
    assert (page.status_code, refusal_of(page)) == (413, "picture_too_large")
    assert form_of(page)["alt_ko"] == ["장난감"]


def test_for_all_dates_of_a_series(officer: User, at_work: Client) -> None:
    dates = second_saturdays(officer, times=3)
    sent(at_work, dates[1], picture=upload(), alt_ko="장난감", scope="all")
    assert [one.pictures.count() for one in dates] == [1, 1, 1]
    picture = dates[0].pictures.get()
    sent(at_work, dates[1], f"remove-{picture.reference}", scope="one")
    assert [one.pictures.count() for one in dates] == [1, 0, 1]


def test_the_second_officer_is_told(officer: User, at_work: Client) -> None:
    event = published(officer)
    add(officer, event, 1, upload(), ALT)
    path = page_of(event, "pictures/")
    page = at_work.post(path, {"seen": "1", "do": "add", "picture": upload(), "alt_ko": "장난감"})
    assert (page.status_code, refusal_of(page)) == (409, "event_changed_meanwhile")
    assert "Picture added" in said(page)
    assert fresh(event).pictures.count() == 1
    assert at_work.post(path, {"seen": "2", "do": "nothing"}).status_code == 404


@pytest.mark.parametrize("do", ["describe", "remove"])
@pytest.mark.parametrize("which", ["", "%d", "%(x)s", "%", "\0", "9" * 5000, "A" * 12, "<b>"])
def test_a_button_that_names_no_picture(
    officer: User, at_work: Client, do: str, which: str
) -> None:
    event = published(officer)
    add(officer, event, 1, upload(), ALT)
    page = sent(at_work, event, f"{do}-{which}", alt_ko="장난감", scope="one")
    if page.status_code != 404:
        assert (page.status_code, refusal_of(page)) == (409, "picture_gone")
    assert (event.pictures.get().alt_ko, fresh(event).revision) == (ALT.korean, 2)


def test_the_number_of_queries_does_not_grow(officer: User, at_work: Client) -> None:
    event = published(officer)
    add(officer, event, 1, upload(), ALT)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert at_work.get(page_of(event, "pictures/")).status_code == 200
        return len(asked)

    count()
    one = count()
    for number in range(2, 8):
        add(officer, event, number, upload(), ALT)
    assert count() == one
