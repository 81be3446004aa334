"""The gate of the pages for who works here: who is let in, who is told nothing, who is told no."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.roles import Person, may_review, works_here

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_staff(view: View[P]) -> View[P]:
    """Whoever holds a role of the city hall today."""
    return _guarded(view, works_here)


def for_officers(view: View[P]) -> View[P]:
    """Officers and administrators; a colleague of the desk is told that it is not theirs."""
    return _guarded(view, may_review)


def _guarded(view: View[P], may: Callable[[Person], bool]) -> View[P]:
    """Nobody signed in: to the sign-in. No role: there is no such page. Too little right: no."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not works_here(request.user):
            raise Http404
        if not may(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
