"""The addresses of all feeds, whole, as people copy them; and the HTML for other sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.models import Category
from events.shown import ShownEvent
from facilities.catalogue import Catalogue
from lib import ics


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar to subscribe to."""

    name: str
    address: str

    @property
    def webcal(self) -> str:
        """The same address, which a calendar application opens by itself."""
        return ics.webcal(self.address)


def whole(name: str, *args: str, **asked: str) -> str:
    """The address of that name in the active language, for what leaves the site."""
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{settings.SITE_URL}{reverse(name, args=args)}{query}"


def of_all() -> Feed:
    """All events."""
    return Feed(_("All events"), whole("events:feed"))


def by_category() -> list[Feed]:
    """The events of each kind."""
    return [
        Feed(str(label), whole("events:feed", category=value)) for value, label in Category.choices
    ]


def by_place(known: Catalogue) -> list[Feed]:
    """The events at each place."""
    return [
        Feed(
            str(one.facility.name),
            whole("events:feed", place=one.facility.slug),
        )
        for one in known.listings
    ]


def when_taken(known: Catalogue) -> list[Feed]:
    """When each room is taken."""
    return [
        Feed(
            str(one.facility.name),
            whole("events:busy", one.facility.slug),
        )
        for one in known.listings
    ]


def frame() -> SafeString:
    """The HTML of the small page within another site."""
    title = _("Events at Seongnam City Hall")
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="600" loading="lazy"></iframe>',
        whole("events:embed"),
        title,
    )


def links(events: Sequence[ShownEvent]) -> SafeString:
    """A list of links in plain HTML: no script, no style, nothing of ours but the addresses."""
    rows = ((one.url, one.title, one.when, one.where) for one in events)
    items = format_html_join("\n", '  <li><a href="{}">{}</a><br>{}, {}</li>', rows)
    if not events:
        return format_html("<p>{}</p>\n", _("Nothing is announced at the moment."))
    return format_html("<ul>\n{}\n</ul>\n", items)
