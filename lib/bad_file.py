"""Why a file is not taken: what the readers of files raise."""

import struct
import zlib

EMPTY, UNKNOWN, DAMAGED = "empty", "unknown", "damaged"
LOCKED, MACROS, TOO_MUCH_INSIDE = "locked", "macros", "too_much_inside"
OLD_OFFICE = "old_office"

# What a damaged file makes its reader raise, beside the reader's own words for it.
DAMAGES = (zlib.error, struct.error, EOFError, KeyError, IndexError, OSError, ValueError)


class BadFile(Exception):
    """A file that is not taken. `reason` is one word of EMPTY, UNKNOWN and so on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
