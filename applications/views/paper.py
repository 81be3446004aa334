"""A paper, for those who may see it: always as a download, never as a page of this site."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access_log import looked_at
from accounts.models import User
from accounts.roles import may_review, works_here
from accounts.signed_in import person_of
from applications.models import Paper
from applications.papers import path_of
from lib.uploads import MIMETYPES


@never_cache
@login_required
@require_safe
def paper(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The file, for who handed it in and for officers. To everybody else it is not there."""
    person = person_of(request)
    rows = Paper.objects.select_related("draft", "booking")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404
    if not _is_own(found, person):
        _refuse_a_stranger(found, person)
        looked_at(request, person, "paper", found.booking.reference if found.booking else "-")
    path = path_of(found)
    if not path.is_file():
        raise Http404
    answer = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=MIMETYPES.get(found.kind, "application/octet-stream"),
    )
    # Whatever is in it: a browser that shows it all the same runs nothing of it.
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _is_own(found: Paper, person: User) -> bool:
    owner = found.draft.person_id if found.draft else found.booking and found.booking.person_id
    return owner == person.pk


def _refuse_a_stranger(found: Paper, person: User) -> None:
    """A draft is nobody's but its person's; what was handed in is the officers' too."""
    if found.booking is None or not works_here(person):
        raise Http404
    if not may_review(person):
        raise PermissionDenied
