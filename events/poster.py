"""The month as a poster: PDF/UA for the lobby, made when it is asked for."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.calendar_shown import month_title
from events.models import Event
from events.models.event import EventQuerySet
from events.poster_shown import SPARSE_AT_MOST, begun_in, poster_days, size_of
from facilities.catalogue import catalogue
from facilities.models import Building
from lib import clock, formats, pdf, qr

MOST = 300  # a dozen pages; nobody reads more of them on a wall
KEPT = 8  # posters, so that a class that prints the same one makes it once


def poster_pdf(first: date, events: EventQuerySet, paper: str) -> bytes:
    """The poster in the active language. Call it outside of any transaction.

    Raises `pdf.PaperError` and what it stands for.
    """
    found = list(events.order_by("starts_at", "pk").with_place_names()[: MOST + 1])
    title = ", ".join([_("Events at Seongnam City Hall"), month_title(first)])
    html = poster_html(first, found, paper, title)
    return printed(html, title, get_language() or "ko")


def poster_html(first: date, found: Sequence[Event], paper: str, title: str) -> str:
    """What the PDF is made of. Of more than MOST lines the first ones."""
    url = f"{settings.SITE_URL}{reverse('events:month', args=[f'{first:%Y-%m}'])}"
    code = _("Square code that leads to the page of the month")
    number = len(begun_in(first, found))
    context = {
        "title": title,
        "month": month_title(first),
        "paper": paper,
        "size": size_of(number),
        "is_sparse": number <= SPARSE_AT_MOST,
        "dash": formats.dash(),
        "days": poster_days(first, found, catalogue(), MOST),
        "has_more": number > MOST,
        "qr_svg": qr.svg(url, title=f"{code}: {url}"),
        "url": url,
        "address": url.partition("://")[2],
        "as_of": formats.dated(clock.today()),
        "building": Building.objects.order_by("pk").first(),
    }
    return render_to_string("events/poster.html", context)


@lru_cache(maxsize=KEPT)
def printed(html: str, title: str, language: str) -> bytes:
    """The PDF, kept: it is open to everybody and the same for all, and depends on nothing else.

    So whoever asks for it again and again does not keep permits and passes from being printed.
    """
    return pdf.render(html, title=title, language=language)
