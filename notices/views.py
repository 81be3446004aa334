"""The outbox of the demo, where letters can be read that are sent to nobody."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lib.formats import masked_email
from notices.letters import Letter, compose
from notices.models import Notice

logger = logging.getLogger(__name__)

PER_PAGE = 20

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the outbox. Without a letter: it could not be written, the log says why."""

    notice: Notice
    letter: Letter | None
    to: str


def demo_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """In production there is no such page: letters hold links that are their reader's alone."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@require_safe
@demo_only
def outbox(request: HttpRequest) -> HttpResponse:
    """All letters, the newest first."""
    page = Paginator(Notice.objects.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [Row(notice, composed(notice), masked_email(notice.to)) for notice in page]
    return render(request, "notices/outbox.html", {"page": page, "rows": rows})


@never_cache
@require_safe
@demo_only
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """One letter as its reader would see it, in plain text."""
    notice = get_object_or_404(Notice, reference=reference)
    context = {"notice": notice, "letter": composed(notice), "to": masked_email(notice.to)}
    return render(request, "notices/letter.html", context)


@never_cache
@require_safe
@demo_only
def attachment(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A file that goes with a letter, to be saved."""
    found = composed(get_object_or_404(Notice, reference=reference))
    for file in found.attachments if found else ():
        if file.name == name:
            headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
            return HttpResponse(file.content, content_type=file.mimetype, headers=headers)
    raise Http404


def composed(notice: Notice) -> Letter | None:
    """The letter of a notice, or None when its writer fails: one bad letter hides no other."""
    try:
        return compose(notice)
    except Exception:
        logger.exception("cannot write %s (%s)", notice.reference, notice.kind)
        return None
