"""The gate of the officers' pages of events: as everywhere, but nothing typed is lost at it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.gate import for_officers
from events import typed_kept

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_officers_typing(view: View[P]) -> View[P]:
    """For officers; what is sent after the session has ended waits until they have signed in."""
    inner = for_officers(view)

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            typed_kept.keep(request)
            return redirect_to_login(typed_kept.address(request.path))
        return inner(request, *args, **kwargs)

    return guarded
