"""Text as other formats can carry it: iCalendar, Atom and JSON know no control signs."""

import re

# They turn the direction of what follows: a text would read otherwise than it is.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WITHOUT_TURNING = dict.fromkeys(map(ord, TURNING))
_NEW_LINES = str.maketrans({"\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})
# The categories Cc and Cs of Unicode but the new line, and what XML 1.0 has no sign for.
_NOT_CARRIED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text with line ends as one sign, without control signs and halves of signs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NEW_LINES)
    return _NOT_CARRIED.sub("", text)


def printable(text: str) -> str:
    """The text as a form of ours would take it: plain, and read as it is written."""
    return plain(text).translate(_WITHOUT_TURNING)
