"""A picture of an event: for everybody where the event is announced, else for officers alone."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.roles import may_review
from events.models import Event, Picture
from events.picturing import path_of
from lib.uploads import MIMETYPES

A_YEAR = 365 * 24 * 60 * 60


@require_safe
def picture(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The file. What a reference shows never changes, so it may be kept for long."""
    found = get_object_or_404(Picture, reference=reference)
    is_public = Event.objects.announced().filter(pictures=found).exists()
    if not is_public and not _is_officer(request):
        raise Http404
    path, etag = path_of(found), f'"{found.reference}"'
    if not path.is_file():
        raise Http404
    answer = get_conditional_response(request, etag=etag) or _file(path)
    answer["ETag"] = etag
    kept = f"public, max-age={A_YEAR}, immutable"
    answer["Cache-Control"] = kept if is_public else "private, no-cache"
    return answer


def _is_officer(request: HttpRequest) -> bool:
    """To everybody else a picture of a draft is not there."""
    return request.user.is_authenticated and may_review(request.user)


def _file(path: Path) -> FileResponse:
    answer = FileResponse(path.open("rb"), content_type=MIMETYPES["webp"])
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
