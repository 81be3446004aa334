"""What an entry of a calendar tells, beside when it is: as texts that can be kept and shown."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from icalendar import Component

from lib.plain_text import plain, printable

LONGEST_UID = 255  # signs: as wide as the column

_MOST_SIGNS = {"title": 150, "text": 5000, "location": 200, "organiser": 150, "url": 500}


@dataclass(frozen=True, slots=True)
class Found:
    """A date of the calendar. Moments in ISO 8601 and UTC."""

    uid: str
    occurrence: str  # which date of that UID; empty for what happens once
    title: str
    text: str
    location: str
    organiser: str
    url: str
    categories: list[str]
    starts_at: str
    ends_at: str
    is_all_day: bool
    is_cancelled: bool


def uid_of(one: Component) -> str:
    """What the entry is called there. What cannot be kept as it is has a form that stays its own.

    Cut or cleaned, two names could become one: a date would take the place of another.
    """
    uid = str(one.get("UID", ""))
    if uid == plain(uid) and len(uid) <= LONGEST_UID:
        return uid
    return f"sha256:{hashlib.sha256(uid.encode(errors='surrogatepass')).hexdigest()}"


def is_for_everyone(one: Component) -> bool:
    """RFC 5545 §3.8.1.3: a class that is not known is as good as PRIVATE."""
    return str(one.get("CLASS", "")).strip().upper() in {"", "PUBLIC"}


def told_of(one: Component) -> dict[str, Any]:
    """All that `Found` says of it but which date it is and when."""
    return {
        "title": _line(one, "SUMMARY", "title"),
        "text": _cut(printable(_text(one, "DESCRIPTION")).strip(), "text"),
        "location": _line(one, "LOCATION", "location"),
        "organiser": _organiser(one),
        "url": _address(one),
        "categories": list(_categories(one))[:20],
        "is_cancelled": str(one.get("STATUS", "")).upper() == "CANCELLED",
    }


def values(one: Component, name: str) -> list[Any]:
    """All of that name: none, one or several."""
    value: Any = one.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(one: Component, name: str) -> str:
    return str(next(iter(values(one, name)), ""))


def _line(one: Component, name: str, kind: str) -> str:
    return _cut(" ".join(printable(_text(one, name)).split()), kind)


def _cut(text: str, kind: str) -> str:
    most = _MOST_SIGNS[kind]
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _organiser(one: Component) -> str:
    """Its name; the address of its mailbox is nobody's business."""
    value = one.get("ORGANIZER")
    name = getattr(value, "params", {}).get("CN", "")
    return _cut(" ".join(printable(str(name)).split()), "organiser") if "@" not in str(name) else ""


def _address(one: Component) -> str:
    url = printable(_text(one, "URL")).strip()
    is_web = url.startswith(("https://", "http://")) and " " not in url
    return url if is_web and len(url) <= _MOST_SIGNS["url"] else ""


def _categories(one: Component) -> Iterator[str]:
    for each in values(one, "CATEGORIES"):
        for name in getattr(each, "cats", ()):
            yield printable(str(name)).strip()[:100]
