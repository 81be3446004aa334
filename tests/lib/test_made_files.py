"""Files that can be made anew: kept while there is room."""

import os
from pathlib import Path

import pytest

from lib import made_files


def keep(
    folder: Path, name: str, content: bytes = b"x", most: int = 3, most_bytes: int = 9
) -> None:
    """With a time of its own, so that the order does not depend on how fine the clock is."""
    made_files.keep(folder, name, content, most=most, most_bytes=most_bytes)
    if (folder / name).exists():
        os.utime(folder / name, (int(name), int(name)))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_read_as_it_was_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert made_files.read(folder, "1") is None
    keep(folder, "1", b"one")
    keep(folder, "1", b"again")
    assert made_files.read(folder, "1") == b"again"
    assert names(folder) == ["1"]


def test_of_too_many_the_oldest_go(tmp_path: Path) -> None:
    for number in range(1, 7):
        keep(tmp_path, str(number))
    assert names(tmp_path) == ["4", "5", "6"]


def test_of_too_large_ones_too(tmp_path: Path) -> None:
    for number in range(1, 4):
        keep(tmp_path, str(number), b"four")
    assert names(tmp_path) == ["2", "3"]


def test_where_nothing_can_be_written_only_that_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "file"
    folder.write_bytes(b"not a folder")
    keep(folder, "1")
    assert made_files.read(folder, "1") is None
    assert "not kept" in caplog.text
