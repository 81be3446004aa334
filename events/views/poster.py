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
from events.poster import poster_pdf
from events.poster_rules import poster_is_busy
from events.poster_shown import PAPERS
from events.stamps import stamp_of
from events.views.calendar import month_of
from lib import clock, pdf
from lib.conditional import answer

DAY = timedelta(days=1)


@require_safe
def poster(request: HttpRequest, which: str) -> HttpResponseBase:
    """A4 or A3; another paper is not there. Who has it already does not make us print it."""
    first = month_of(which)
    paper = request.GET.get("paper", PAPERS[0])
    if paper not in PAPERS:
        raise Http404
    events = announced(Wish()).within(days(first, next_month(first) - DAY))
    # The day stands on it.
    stamp = stamp_of(events, "poster", which, paper, clock.today())
    try:
        response = answer(
            request,
            lambda: [poster_pdf(first, events, paper)],
            content_type="application/pdf",
            etag=stamp.etag,
            changed_at=None,
        )
    except (pdf.PaperBusy, pdf.PaperTimeout):
        return _busy(request, which)
    response["Content-Disposition"] = f'attachment; filename="events-{which}-{paper}.pdf"'
    return response


def _busy(request: HttpRequest, which: str) -> HttpResponse:
    refusal = poster_is_busy()
    context = {
        "refusal": refusal,
        "back_url": reverse("events:month", args=[which]),
        "back": _("Back to the month"),
    }
    response = render(request, "paper_busy.html", context, status=refusal.status)
    add_never_cache_headers(response)
    return response
