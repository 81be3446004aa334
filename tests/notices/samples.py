"""A writer of letters for the tests: everything a letter can have."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language

from notices.letters import Attachment, Letter

KIND = "tests.sample"
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"


def write_sample(facts: Mapping[str, Any]) -> Letter:
    """Needs a title and a name."""
    title, name = facts["title"], facts["name"]
    return Letter(
        subject=f"[{get_language()}] {title}",
        text=f"{name} 님, https://www.example.kr/ko/?a=1&b=2 에서 보시기 바랍니다.",
        html=format_html("<p>{} 님</p>", name),
        attachments=(Attachment("booking.ics", "text/calendar; method=PUBLISH", CALENDAR),),
    )
