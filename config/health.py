"""Whether the service can serve, for whoever watches over it."""

from http import HTTPStatus

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

TEXT = "text/plain; charset=utf-8"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say ok when the database answers, else 503. Touches no session and sets no cookie."""
    # Twice: the first may only show that the database was started anew since we last spoke.
    if answers() or answers():
        return HttpResponse("ok\n", content_type=TEXT)
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse("the database does not answer\n", status=status, content_type=TEXT)


def answers() -> bool:
    """Does the database answer? If not, the connection is dropped."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() is not None
    except (DatabaseError, InterfaceError):
        connection.close()
        return False
