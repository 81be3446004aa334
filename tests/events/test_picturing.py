"""The verbs of pictures: add, describe, remove, tidy."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.models import User
from events import picture_rules
from events.models import Event, Picture
from events.picturing import Alt, add, describe, path_of, remove, tidy
from events.planning import plan
from events.scope import Scope
from lib import clock, pictures, stored_files, uploads
from lib.refusal import Refused
from tests.bookings.door import Hold
from tests.events.pictures import drawn, photo, upload
from tests.events.samples import SATURDAY, fresh, market, published, second_saturdays
from tests.lib.test_uploads import pdf

ALT = Alt("시장에서 장난감을 고르는 어린이", "A child chooses a toy at the market")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where the files go."""
    settings.PICTURES_DIR = tmp_path / "pictures"
    return tmp_path / "pictures"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def code_of(do: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        do()
    return refused.value.refusal.code


def test_it_is_drawn_anew_upright_and_tells_nothing(officer: User, folder: Path) -> None:
    event = published(officer)
    picture = add(officer, event, 1, upload(photo()), ALT)
    (path,) = files(folder)
    assert path == path_of(picture)
    content = path.read_bytes()
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (20, 40))
        assert not {"exif", "xmp", "icc_profile"} & kept.info.keys()
        top, bottom = (kept.convert("RGB").getpixel((10, y)) for y in (5, 35))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > 60 > top[2]  # turned by a quarter: red above, blue below
    assert bottom[2] > 200 > 60 > bottom[0]
    assert b"camera" not in content
    assert (picture.width, picture.height) == (20, 40)
    assert (picture.alt_ko, picture.alt_en) == (ALT.korean, ALT.english)


@pytest.mark.parametrize(
    ("size", "kept"),
    [((3200, 100), (1600, 50)), ((100, 4800), (50, 2400)), ((300, 200), (300, 200))],
)
def test_no_wider_than_a_screen_needs(
    officer: User, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    picture = add(officer, published(officer), 1, upload(drawn(size=size)), ALT)
    assert (picture.width, picture.height) == kept


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGB"), ("JPEG", "CMYK")],
)
def test_every_kind_that_is_taken(officer: User, kind: str, mode: str) -> None:
    content = drawn(kind) if mode in {"RGB", "P"} else converted(kind, mode)
    picture = add(officer, published(officer), 1, upload(content), ALT)
    with Image.open(path_of(picture)) as kept:
        assert kept.format == "WEBP"
        assert kept.mode == ("RGBA" if mode in {"RGBA", "LA"} else "RGB")


def converted(kind: str, mode: str) -> bytes:
    """The sample in another mode, see-through where it can be."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(drawn("PNG"))) as sample:
        other = sample.convert(mode)
    if mode in {"RGBA", "LA"}:
        other.putalpha(100)
    other.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_unknown"),
        (pdf(), "picture_unknown"),
        (drawn()[:400], "picture_damaged"),
        (drawn("PNG", (300, 300))[:-60], "picture_damaged"),
    ],
)
def test_what_is_no_picture_leaves_nothing_behind(
    officer: User, folder: Path, content: bytes, code: str
) -> None:
    event = published(officer)
    assert code_of(lambda: add(officer, event, 1, upload(content), ALT)) == code
    assert (files(folder), Picture.objects.count(), fresh(event).revision) == ([], 0, 1)


def test_none_at_all_and_one_too_large(
    officer: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = published(officer)
    assert code_of(lambda: add(officer, event, 1, None, ALT)) == "no_picture"
    wide = drawn("PNG", size=(26_000, 1000), mode="1")
    assert len(wide) < 100_000
    assert code_of(lambda: add(officer, event, 1, upload(wide), ALT)) == "picture_too_large"
    monkeypatch.setattr(pictures, "LARGEST", 799)
    assert code_of(lambda: add(officer, event, 1, upload(), ALT)) == "picture_too_large"
    monkeypatch.setattr(uploads, "LARGEST", 100)
    assert code_of(lambda: add(officer, event, 1, upload(), ALT)) == "picture_too_large"
    assert files(folder) == []


def test_refused_after_it_was_written_the_file_goes_again(officer: User, folder: Path) -> None:
    event = published(officer)
    assert code_of(lambda: add(officer, event, 0, upload(), ALT)) == "event_changed_meanwhile"
    assert files(folder) == []
    for number in range(picture_rules.MOST):
        add(officer, event, number + 1, upload(), ALT)
    seen = fresh(event).revision
    assert code_of(lambda: add(officer, event, seen, upload(), ALT)) == "too_many_pictures"
    assert len(files(folder)) == picture_rules.MOST


@pytest.mark.parametrize("chosen", [0, 1])
def test_no_date_of_a_series_gets_more_than_an_event_may_have(officer: User, chosen: int) -> None:
    dates = second_saturdays(officer, times=3)
    for number in range(picture_rules.MOST):
        add(officer, dates[1], number + 1, upload(), ALT)
    seen = fresh(dates[chosen]).revision
    with pytest.raises(Refused) as refused:
        add(officer, dates[chosen], seen, upload(), ALT, Scope.ALL)
    code = ["too_many_pictures_on_a_date", "too_many_pictures"][chosen]
    assert refused.value.refusal.code == code
    assert chosen or "2027. 1. 9." in refused.value.refusal.message
    assert Picture.objects.count() == picture_rules.MOST
    assert [one.pictures.count() for one in dates] == [0, picture_rules.MOST, 0]
    assert add(officer, dates[2], 1, upload(), ALT)


def test_each_step_counts_the_revision_and_is_kept_in_the_record(officer: User) -> None:
    event = published(officer)
    picture = add(officer, event, 1, upload(), ALT)
    describe(officer, event, 2, picture.reference, Alt("장난감"))
    remove(officer, event, 3, picture.reference)
    assert fresh(event).revision == 4
    steps = list(event.records.values_list("what", "who", "why"))[-3:]
    assert steps == [
        ("picture_added", officer.pk, ALT.korean),
        ("picture_described", officer.pk, "장난감"),
        ("picture_removed", officer.pk, "장난감"),
    ]


def test_used_by_all_dates_and_gone_with_the_last(officer: User, folder: Path) -> None:
    dates = second_saturdays(officer, times=3)
    picture = add(officer, dates[0], 1, upload(), ALT, Scope.ALL)
    assert {one.pictures.get() for one in dates} == {picture}
    assert {fresh(one).revision for one in dates} == {2}
    describe(officer, dates[2], 2, picture.reference, Alt("장난감"))
    assert {fresh(one).revision for one in dates} == {3}
    remove(officer, dates[0], 3, picture.reference)
    assert (fresh(dates[1]).revision, len(files(folder))) == (3, 1)
    remove(officer, dates[1], 3, picture.reference, Scope.ALL)
    assert (Picture.objects.count(), files(folder)) == (0, [])
    assert fresh(dates[0]).revision == 4  # it did not show it any more


def test_what_belongs_to_another_event_is_not_touched(officer: User) -> None:
    mine, other = published(officer), plan(officer, market(SATURDAY, "plaza-b"))
    picture = add(officer, other, 0, upload(), ALT)
    for do in (
        lambda: describe(officer, mine, 1, picture.reference, ALT),
        lambda: remove(officer, mine, 1, picture.reference),
    ):
        assert code_of(do) == "picture_gone"
    assert other.pictures.count() == 1


def test_a_row_that_no_event_shows_is_tidied_with_its_file(
    officer: User, folder: Path, at: Hold
) -> None:
    event = published(officer)
    picture = add(officer, event, 1, upload(), ALT)
    event.pictures.clear()
    tidy()
    assert Picture.objects.exists()  # it is quite new
    (path,) = files(folder)
    old = (clock.now() - 2 * stored_files.UNTOUCHED).timestamp()
    os.utime(path, (old, old))
    at(picture.at + 2 * stored_files.UNTOUCHED)
    assert tidy() == 1
    assert (Picture.objects.count(), files(folder)) == (0, [])


def test_files_without_a_row_are_tidied(officer: User, folder: Path) -> None:
    event: Event = published(officer)
    kept = add(officer, event, 1, upload(), ALT)
    lost, _digest = stored_files.write(folder, io.BytesIO(b"lost"))
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / "half.part").write_bytes(b"half")
    assert tidy() == 0  # they are quite new
    old = (clock.now() - 2 * stored_files.UNTOUCHED).timestamp()
    for path in files(folder):
        os.utime(path, (old, old))
    assert tidy() == 2
    assert files(folder) == [path_of(kept)]
    assert not (folder / lost).exists()
