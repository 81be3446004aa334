"""Calendars as the tests read them back."""

from typing import Any

from django.http import StreamingHttpResponse
from icalendar import Calendar


def body(response: Any) -> bytes:
    """All of an answer, streamed or not; of a 304 nothing."""
    if isinstance(response, StreamingHttpResponse):
        return bytes(response.getvalue())
    return bytes(response.content)


def entries(response: Any) -> dict[str, Any]:
    """The entries of a calendar by their UID, in its order."""
    calendar = Calendar.from_ical(body(response))
    return {str(one["UID"]): one for one in calendar.walk("VEVENT")}
