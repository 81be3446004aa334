"""News of events for feed readers: Atom 1.0 (RFC 4287)."""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from io import StringIO

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.batches import in_feeds, with_facilities
from events.entries import entry_of, words
from events.finding import Wish
from events.shown import shown_event
from events.stamps import Stamp, stamp_of
from events.views.feeds import told
from events.wishes import title_of, wish_of
from lib.conditional import answer
from lib.plain_text import plain
from lib.refusal import Refused

ATOM = "application/atom+xml; charset=utf-8"
NEWEST = 50


class _Atom(Atom1Feed):
    """A feed that says when it last changed, and not when it was written."""

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at


@require_safe
def atom(request: HttpRequest) -> HttpResponseBase:
    """What changed last, of a kind or at a place: the newest first."""
    try:
        wish = wish_of(request.GET)
    except Refused as refused:
        return told(refused.refusal)
    stamp = stamp_of(in_feeds(wish), "atom", wish)
    here = f"{settings.SITE_URL}{request.get_full_path()}"
    return answer(
        request,
        lambda: _written(wish, stamp, here),
        content_type=ATOM,
        etag=stamp.etag,
        changed_at=stamp.changed_at,
    )


def _written(wish: Wish, stamp: Stamp, here: str) -> Iterator[bytes]:
    site = f"{settings.SITE_URL}{reverse('events:list')}"
    made = _Atom(
        title=title_of(wish),
        link=site,
        description=_("What is new, changed, postponed or cancelled."),
        language=get_language(),
        author_name=_("Seongnam City Hall"),
        feed_url=here,
        feed_guid=here,
        changed_at=stamp.changed_at or datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
    )
    said = words()
    for event in with_facilities(in_feeds(wish).order_by("-changed_at", "-pk"))[:NEWEST]:
        shown, entry = shown_event(event), entry_of(event, said)
        made.add_item(
            title=plain(shown.title),
            link=shown.url,
            description=_as_html("\n".join([shown.when, entry.location, entry.description])),
            # Its identity in both languages, and whatever becomes of its address.
            unique_id=f"{settings.SITE_URL}/events/{event.reference}/",
            pubdate=event.published_at,
            updateddate=event.changed_at,
            categories=entry.categories,
        )
    text = StringIO()
    made.write(text, "utf-8")
    yield text.getvalue().encode()


def _as_html(text: str) -> str:
    """The lines as HTML, which Django says that every summary is."""
    return "<br>".join(escape(line, quote=False) for line in plain(text).split("\n"))
