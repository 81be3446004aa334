"""The officers' inbox of applications."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.gate import for_officers
from accounts.signed_in import person_of
from applications.inbox_shown import (
    DECIDED,
    REFUND,
    UNPAID,
    Filters,
    entries,
    inbox,
    with_all,
)
from applications.reviewing import Reviewed
from facilities.catalogue import catalogue
from lib import clock

PER_PAGE = 20


@never_cache
@for_officers
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the most urgent first."""
    filters = Filters(
        **{name: request.GET.get(name, "")[:60].replace("\0", "") for name in Filters.__slots__}
    )
    page = Paginator(with_all(inbox(filters, person_of(request))), PER_PAGE).get_page(
        request.GET.get("page")
    )
    today = clock.today()
    context = {
        "entries": entries(list(page), clock.now()),
        "page": page,
        "page_query": urlencode({k: v for k, v in asdict(filters).items() if v}),
        "filters": filters,
        "is_narrowed": any((filters.whose, filters.state, filters.facility, filters.text)),
        "states": [
            *((one.value, one.label) for one in (Reviewed.SUBMITTED, Reviewed.ASKED)),
            (DECIDED, _("already decided")),
            (UNPAID, _("fee not paid yet")),
            (REFUND, _("to be paid back")),
        ],
        "facilities": [
            (item.facility.slug, item.facility.name)
            for item in catalogue().listings
            if item.is_applied_for_on(today)
        ],
    }
    return render(request, "staff/inbox.html", context)
