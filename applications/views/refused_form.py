"""A form whose security token does not fit: where it is that of an application, nothing is lost."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications import typed_kept
from applications.draft_rules import page_grown_old
from applications.views.draft_save import not_saved
from bookings.views import refused_form
from events import typed_kept as events_kept

# The officers' pages of events on which something is typed.
EVENTS = frozenset(
    f"events:{name}"
    for name in (
        *("plan", "edit", "publish", "postpone", "cancel", "pictures"),
        *("imports", "import"),
    )
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse; keep what was typed for the person whose session this is, and lead back to it."""
    match = request.resolver_match
    if match and match.view_name == "applications:save":
        return not_saved(request, page_grown_old())
    if match and match.view_name == "applications:draft" and request.user.is_authenticated:
        typed_kept.keep(request, match.kwargs["reference"])
        context = {"again": typed_kept.address(request.path)}
        return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
    if match and match.view_name in EVENTS and request.user.is_authenticated:
        events_kept.keep(request)
        context = {"again": events_kept.address(request.path)}
        return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)
    return refused_form.csrf_failure(request, reason)
