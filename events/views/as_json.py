"""The events for programs of others: JSON, a page of them at a time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.facts import facts_of, with_all
from events.feed_rules import feed_window_unreadable
from events.finding import Wish, announced, days, taking_days
from events.models.event import EventQuerySet
from events.stamps import stamp_of
from events.wishes import title_of, wish_of
from lib import clock
from lib.conditional import answer
from lib.refusal import Refusal, Refused

JSON = "application/json; charset=utf-8"
PER_PAGE = 100
MOST_PAGES = 10_000
AHEAD = timedelta(days=2 * 366)
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which kind and place, on which days, which page of them."""

    wish: Wish
    first: date
    last: date
    page: int

    def found(self) -> EventQuerySet:
        """The events that are on one of these days, the soonest first."""
        found = taking_days(announced(self.wish), days(self.first, self.last))
        return found.order_by("starts_at", "pk")

    def touching(self) -> EventQuerySet:
        """Those, and some that are on only before and after: enough to know what is new."""
        return announced(self.wish).within(days(self.first, self.last))

    def address(self, page: int) -> str:
        """Of a page of the same, whole."""
        wanted = {
            "from": self.first.isoformat(),
            "until": self.last.isoformat(),
            "category": self.wish.category,
            "place": self.wish.place,
            "page": page,
        }
        asked = urlencode({name: value for name, value in wanted.items() if value})
        return f"{settings.SITE_URL}{reverse('events:json')}?{asked}"


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """Announced events from a day on; the fields are told on the page of all feeds."""
    try:
        asked = _asked(request)
    except Refused as refused:
        return _told(refused.refusal)
    stamp = stamp_of(asked.touching(), "json", asked)
    return answer(
        request,
        lambda: _written(asked),
        content_type=JSON,
        etag=stamp.etag,
        changed_at=stamp.changed_at,
    )


def _asked(request: HttpRequest) -> Asked:
    today = clock.today()
    wish = wish_of(request.GET)
    try:
        first = date.fromisoformat(request.GET.get("from") or today.isoformat())
        last = date.fromisoformat(request.GET.get("until") or (first + AHEAD).isoformat())
        page = int(request.GET.get("page") or "1")
    except (ValueError, OverflowError) as error:
        raise Refused(feed_window_unreadable()) from error
    if not (EARLIEST <= first <= last <= LATEST and 1 <= page <= MOST_PAGES):
        raise Refused(feed_window_unreadable())
    return Asked(wish, first, last, page)


def _written(asked: Asked) -> Iterator[bytes]:
    found = asked.found()
    number = found.count()
    begin = (asked.page - 1) * PER_PAGE
    more = number > begin + PER_PAGE
    yield _json(
        {
            "title": title_of(asked.wish),
            "language": get_language(),
            "from": asked.first.isoformat(),
            "until": asked.last.isoformat(),
            "number": number,
            "page": asked.page,
            "next": asked.address(asked.page + 1) if more else None,
            "events": [facts_of(one) for one in with_all(found)[begin : begin + PER_PAGE]],
        }
    )


def _told(refusal: Refusal) -> HttpResponse:
    """A refusal to a program: its code is what it may rely on."""
    told = {"code": refusal.code, "message": refusal.message, "next_step": refusal.next_step}
    response = HttpResponse(_json({"error": told}), status=refusal.status, content_type=JSON)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
