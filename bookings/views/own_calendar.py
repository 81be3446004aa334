"""The calendar of one's own bookings: its secret address, and what is read there."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.signed_in import person_of
from bookings import calendar_links
from bookings.own_calendar import own_pieces, stamp_of
from lib.conditional import PRIVATE, answer

MAKE, RENEW, WITHDRAW = "make", "renew", "withdraw"


@never_cache
@login_required
@require_POST
def calendar_link(request: HttpRequest) -> HttpResponse:
    """Make an address, another one, or none; back to My bookings."""
    person, do = person_of(request), request.POST.get("do")
    if do == MAKE:
        calendar_links.make(person)
        messages.success(request, _("Here is the address of your calendar."))
    elif do == RENEW:
        calendar_links.renew(person)
        messages.success(request, _("The address is another one now. The old one is void."))
    elif do == WITHDRAW:
        calendar_links.withdraw(person)
        messages.success(request, _("The address is void. Nobody reads your calendar any more."))
    else:
        return HttpResponseBadRequest()
    return redirect(f"{reverse('applications:mine')}#own-calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bookings of who has this address, for a program that cannot sign in."""
    person = calendar_links.person_meant(token)
    response: HttpResponseBase
    if person is None:
        text = _("There is no calendar at this address. It may have been renewed.")
        response = HttpResponse(
            f"{text}\n", status=HTTPStatus.NOT_FOUND, content_type="text/plain; charset=utf-8"
        )
        response["Cache-Control"] = "no-store"
    else:
        etag, changed_at = stamp_of(person)
        response = answer(
            request,
            lambda: own_pieces(person),
            content_type="text/calendar; charset=utf-8",
            etag=etag,
            changed_at=changed_at,
            cache=PRIVATE,
        )
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
