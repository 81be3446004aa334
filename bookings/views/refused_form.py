"""A form whose security token does not fit: forged, or grown old while it was filled in."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookings import drafts


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse, keep what was typed for the person whose session this is, and lead back to it.

    For nobody nothing is kept: a form sent from elsewhere comes without the cookies of the person,
    and a session made for it would take the place of theirs.
    """
    again = request.path
    match = request.resolver_match
    if match and match.view_name == "bookings:book" and request.user.is_authenticated:
        drafts.keep(request)
        again = drafts.address_with_draft(request)
    return render(request, "403_csrf.html", {"again": again}, status=HTTPStatus.FORBIDDEN)
