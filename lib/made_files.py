"""Files that can be made anew, kept in a folder by what they were made from: the oldest go.

Nothing speaks of them and nothing is lost with them. The folder may be emptied at any time.
"""

import logging
import secrets
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

_HALF = ".part"


def read(folder: Path, name: str) -> bytes | None:
    """The file of that name; None where there is none, or none that can be read."""
    try:
        return (folder / name).read_bytes()
    except OSError:
        return None


def keep(folder: Path, name: str, content: bytes, *, most: int, most_bytes: int) -> None:
    """Keep it, with at most so many others of so many bytes together.

    A disk that is full costs the file, and not who asked for it: that is only logged.
    """
    half = folder / f"{name}.{secrets.token_hex(8)}{_HALF}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.write_bytes(content)
        half.rename(folder / name)  # whole or not at all, also to who reads it meanwhile
        _forget_oldest(folder, most, most_bytes)
    except OSError as error:
        logger.warning("not kept: %s", error)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _forget_oldest(folder: Path, most: int, most_bytes: int) -> None:
    """What another process deletes at the same moment is gone as well."""
    found: list[tuple[int, int, Path]] = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            told = path.stat()
            found.append((told.st_mtime_ns, told.st_size, path))
    number = size = 0
    for _kept_at, bytes_of_it, path in sorted(found, reverse=True):
        number, size = number + 1, size + bytes_of_it
        if number > most or size > most_bytes:
            path.unlink(missing_ok=True)
