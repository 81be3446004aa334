"""The month as a poster to hang up."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.calendar_shown import next_month
from events.finding import Wish, announced, days
from events.poster import is_printed, poster_pdf
from events.poster_shown import PAPERS
from events.stamps import stamp_of
from events.views.calendar import month_of
from lib import clock
from lib.conditional import answer
from lib.refusal import Refusal, Refused

DAY = timedelta(days=1)


@require_safe
def poster(request: HttpRequest, which: str) -> HttpResponseBase:
    """A4 or A3; another paper is not there, nor are months far away.

    Who has it already does not make us print it.
    """
    first = month_of(which)
    paper = request.GET.get("paper", PAPERS[0])
    if paper not in PAPERS or not is_printed(first):
        raise Http404
    events = announced(Wish()).within(days(first, next_month(first) - DAY))
    # The day stands on it.
    stamp = stamp_of(events, "poster", which, paper, clock.today())
    try:
        response = answer(
            request,
            lambda: [poster_pdf(first, events, paper, stamp.etag)],
            content_type="application/pdf",
            etag=stamp.etag,
            changed_at=None,
        )
    except Refused as refused:
        return _none(request, which, refused.refusal)
    response["Content-Disposition"] = f'attachment; filename="events-{which}-{paper}.pdf"'
    return response


def _none(request: HttpRequest, which: str, refusal: Refusal) -> HttpResponse:
    context = {
        "refusal": refusal,
        "back_url": reverse("events:month", args=[which]),
        "back": _("Back to the month"),
    }
    response = render(request, "paper_busy.html", context, status=refusal.status)
    add_never_cache_headers(response)
    return response
