"""Answers that a reader has had before: 304 from a small stamp, without making them again."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

# Shared caches may keep what is public for a few minutes; a cancellation is not old for longer.
PUBLIC = "public, max-age=300"
# Only the reader's own program may keep it, and asks each time whether it still holds.
PRIVATE = "private, no-cache"

AT_A_TIME = 250  # pieces that are sent together


def etag_of(*made_of: object) -> str:
    """A strong ETag of all that an answer depends on, told by its repr."""
    return f'"{sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def answer(
    request: HttpRequest,
    write: Callable[[], Iterable[bytes]],
    *,
    content_type: str,
    etag: str,
    changed_at: datetime | None,
    cache: str = PUBLIC,
) -> HttpResponseBase:
    """304 to who has it already; else what `write` gives, piece by piece, and to HEAD nothing.

    Last-Modified is told and not asked: it knows whole seconds, and nothing of what else an answer
    depends on. Who sends only If-Modified-Since gets the whole.
    """
    had = get_conditional_response(request, etag=etag)
    response: HttpResponseBase
    if isinstance(had, HttpResponse):
        response = had
    else:
        # Streamed also when it is empty: a HEAD is not told a length of nothing.
        pieces = streamed(write(), translation.get_language()) if request.method == "GET" else ()
        response = StreamingHttpResponse(pieces, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = cache
    if changed_at:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    if cache == PUBLIC:
        response["Access-Control-Allow-Origin"] = "*"  # scripts of other sites may read it
    return response


def streamed(pieces: Iterable[bytes], language: str | None) -> Iterator[bytes]:
    """Some pieces at a time, each made when it is asked for, in the language of the request.

    That is after the view has answered, when nobody holds the language any more; and none is left
    behind in between.
    """
    rest = iter(pieces)
    while True:
        with translation.override(language):
            together = b"".join(islice(rest, AT_A_TIME))
        if not together:
            return
        yield together
