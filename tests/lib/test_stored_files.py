"""Files under names that nobody can guess, and the tidying of those without a row."""

import hashlib
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib import stored_files

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_each_has_a_name_of_its_own(tmp_path: Path) -> None:
    one, digest = stored_files.write(tmp_path, io.BytesIO(b"words"))
    other, _digest = stored_files.write(tmp_path, io.BytesIO(b"words"))
    assert one != other
    assert (tmp_path / one).read_bytes() == b"words"
    assert digest == hashlib.sha256(b"words").hexdigest()


def test_a_file_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        stored_files.write(tmp_path, Broken(b"words"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_only_old_files_without_a_row_are_tidied(tmp_path: Path) -> None:
    kept, _digest = stored_files.write(tmp_path, io.BytesIO(b"kept"))
    lost, _digest = stored_files.write(tmp_path, io.BytesIO(b"lost"))
    young, _digest = stored_files.write(tmp_path, io.BytesIO(b"young"))
    long_ago = (NOW - timedelta(hours=2)).timestamp()
    for name in (kept, lost):
        os.utime(tmp_path / name, (long_ago, long_ago))
    os.utime(tmp_path / young, (NOW.timestamp(), NOW.timestamp()))
    assert stored_files.tidy(tmp_path, {kept}.__contains__, NOW) == 1
    assert not (tmp_path / lost).exists()
    assert stored_files.tidy(tmp_path / "none", {kept}.__contains__, NOW) == 0
