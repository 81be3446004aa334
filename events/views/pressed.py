"""What was sent from an officer's page of an event, as its views read it."""

import re

from django.http import HttpRequest

from events.rows import Kept

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
    text = request.POST.get("seen", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1
