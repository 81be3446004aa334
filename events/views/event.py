"""Stands in for the public page of an event until that is merged: nothing is there."""

from django.http import Http404, HttpRequest, HttpResponse


def event(_request: HttpRequest, reference: str) -> HttpResponse:
    """No page yet."""
    raise Http404(reference)
