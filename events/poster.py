"""The month as a poster: PDF/UA for the lobby, made when it is asked for and then kept.

It is open to everybody, and laying one out takes seconds. So each is made once, for all server
processes and until something on it changes; what could not be made is not tried again for a while;
and posters have a press of their own, so that passes and permits do not wait for them.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.calendar_shown import month_title, months_away
from events.models import Event
from events.models.event import EventQuerySet
from events.poster_rules import poster_failed, poster_is_busy
from events.poster_shown import SPARSE_AT_MOST, begun_in, poster_days, size_of
from facilities.catalogue import catalogue
from facilities.models import Building
from lib import clock, formats, made_files, pdf, qr
from lib.refusal import Refused

logger = logging.getLogger(__name__)

MOST = 100  # lines; nobody reads more of them on a wall
MONTHS = 12  # before and after this one
KEPT = 400  # the months, papers and languages, and as many again of yesterday
KEPT_BYTES = 100_000_000
NOT_AGAIN = timedelta(minutes=10)  # after a failure


def is_printed(first: date) -> bool:
    """Is there a poster of that month? What lies far away is asked for by programs only."""
    return months_away(first) <= MONTHS


def poster_pdf(first: date, events: EventQuerySet, paper: str, etag: str) -> bytes:
    """The poster in the active language, kept by its ETag. Call it outside of any transaction.

    Raises `Refused`: while another one is being made, and for a while after it failed.
    """
    name = etag.strip('"')
    made = made_files.read(_folder(), f"{name}.pdf")
    if made:
        return made
    if _failed_lately(name):
        raise Refused(poster_failed())
    try:
        made = _printed(first, events, paper)
    except pdf.PaperBusy:
        raise Refused(poster_is_busy()) from None
    except pdf.PaperError as error:
        logger.error("The poster of %s on %s could not be made: %s", f"{first:%Y-%m}", paper, error)
        _keep(f"{name}.failed", clock.now().isoformat().encode())
        raise Refused(poster_failed()) from None
    _keep(f"{name}.pdf", made)
    return made


def _folder() -> Path:
    return Path(settings.POSTERS_DIR)


def _keep(name: str, content: bytes) -> None:
    made_files.keep(_folder(), name, content, most=KEPT, most_bytes=KEPT_BYTES)


def _failed_lately(name: str) -> bool:
    told = made_files.read(_folder(), f"{name}.failed")
    if not told:
        return False
    return clock.now() < datetime.fromisoformat(told.decode()) + NOT_AGAIN


def _printed(first: date, events: EventQuerySet, paper: str) -> bytes:
    # All of them: which are the first is told by their days, and so is how many more there are.
    found = list(events.order_by("starts_at", "pk").with_place_names())
    title = ", ".join([_("Events at Seongnam City Hall"), month_title(first)])
    html = poster_html(first, found, paper, title)
    return pdf.render(html, title=title, language=get_language() or "ko", press=_folder())


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
        "more": max(number - MOST, 0),
        "qr_svg": qr.svg(url, title=f"{code}: {url}"),
        "url": url,
        "address": url.partition("://")[2],
        "as_of": formats.dated(clock.today()),
        "building": Building.objects.order_by("pk").first(),
    }
    return render_to_string("events/poster.html", context)
