"""Files that rows speak of, in a folder outside the web root, each under a name nobody can guess.

A file is written before its row and deleted after it: a file without a row is tidied later, a row
without a file would be a riddle.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

# A file is older than its row: nothing so young is tidied.
UNTOUCHED = timedelta(hours=1)
_CHUNK = 64 * 1024


def write(folder: Path, file: BinaryIO) -> tuple[str, str]:
    """Write the file under a name that was never used; its name below the folder, its digest."""
    name = secrets.token_hex(20)
    stored = f"{name[:2]}/{name}"
    path = folder / stored
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, half = hashlib.sha256(), path.with_suffix(".part")
    file.seek(0)
    try:
        with half.open("xb") as target:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        half.rename(path)
        _keep_name(path.parent)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return stored, digest.hexdigest()


def _keep_name(folder: Path) -> None:
    """A power cut takes no name from the folder after this: a row speaks of it soon."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def tidy(folder: Path, is_known: Callable[[str], bool], now: datetime) -> int:
    """Delete the files that no row speaks of, when they are not quite new; how many."""
    before = (now - UNTOUCHED).timestamp()
    tidied = 0
    for path in _files(folder):
        stored = f"{path.parent.name}/{path.stem}"
        has_row = not path.suffix and is_known(stored)
        if not has_row and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            tidied += 1
    return tidied


def _files(folder: Path) -> Iterator[Path]:
    """All files below the folder, however many."""
    if folder.is_dir():
        yield from (path for path in folder.glob("??/*") if path.is_file())
