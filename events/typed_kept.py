"""What an officer typed about an event when the session had ended or the page had grown old.

It waits in the session, under the address of its page, until somebody who may has signed in.
"""

from django.http import HttpRequest

from events.rows import Kept

KEY = "event_typed"
_NOT_TYPED = frozenset({"csrfmiddlewaretoken"})


def keep(request: HttpRequest) -> None:
    """Keep the posted form of this page."""
    typed = {
        name: [str(one) for one in values]
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED
    }
    request.session[KEY] = {"path": request.path, "typed": typed}


def typed_again(request: HttpRequest) -> Kept | None:
    """What waits for this page, where its address asks for it; None: nothing."""
    waiting = request.session.get(KEY) if "kept" in request.GET else None
    return waiting["typed"] if waiting and waiting["path"] == request.path else None


def drop(request: HttpRequest) -> None:
    """It was sent."""
    waiting = request.session.get(KEY)
    if waiting and waiting["path"] == request.path:
        del request.session[KEY]


def address(path: str) -> str:
    """The page with what waits."""
    return f"{path}?kept=1"
