"""What was sent from an officer's page of an event, as its views read it."""

import re

from django.http import HttpRequest

from events.rows import Kept, data_of

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "do"})


def typed(request: HttpRequest) -> Kept:
    """Everything that was typed; not which button was pressed."""
    return {
        name: [str(one) for one in values]
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED
    }


def seen(request: HttpRequest) -> int:
    """The revision that the page showed; -1: no page of ours has written it."""
    return _number(request.POST.get("seen", ""))


def seen_before(request: HttpRequest, kept: Kept | None) -> int | None:
    """The same of a page that is shown again: sent, or kept; None: it is opened afresh."""
    if request.method == "POST":
        return seen(request)
    return _number(data_of(kept).get("seen", "")) if kept is not None else None


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1
