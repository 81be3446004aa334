"""The public page of an event."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from accounts.roles import may_review
from events.event_shown import DATES_SHOWN, json_ld, shown_page
from events.models import Event
from events.where_shown import building_of, plaza_of
from facilities.catalogue import catalogue
from lib import clock


@require_safe
@cache_control(private=True, no_cache=True)
@vary_on_cookie
def event(request: HttpRequest, reference: str) -> HttpResponse:
    """What is on, when and where; of a draft only for those who may publish it."""
    found: Event | None = (
        Event.objects.with_places()
        .prefetch_related("programme", "pictures")
        .filter(reference=reference)
        .first()
    )
    is_officer = may_review(request.user)
    if found is None or not (found.is_announced or is_officer):
        raise Http404
    known = catalogue()
    published = {one.facility.slug for one in known.listings}
    page = shown_page(found, _other_dates(found), published)
    context = {
        "event": page,
        "plaza": plaza_of(found),
        "building": building_of(found, known),
        "is_announced": found.is_announced,
        "is_officer": is_officer,
        "json_ld": json_ld(page, found) if found.is_announced else "",
    }
    return render(request, "events/event.html", context)


def _other_dates(event: Event) -> list[Event]:
    """Those to come of the same series."""
    if event.series_id is None:
        return []
    others = Event.objects.announced().filter(series=event.series_id).exclude(pk=event.pk)
    return list(others.coming(clock.now()).with_place_names()[:DATES_SHOWN])
