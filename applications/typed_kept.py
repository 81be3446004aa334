"""What was typed into the form of an application by somebody who is not signed in any more.

The draft is its person's alone, so nothing is written into it: it waits in the session until that
person has signed in. Whom to contact does not wait: who signs in on this machine may be another.
"""

from django.http import HttpRequest

from applications.drafting import kept
from applications.models import Draft

KEY = "application_typed"
CONTACT = ("contact_name", "phone")


def keep(request: HttpRequest, reference: str) -> None:
    """Keep the posted form of this draft."""
    typed = kept(dict(request.POST.lists()))
    typed = {name: values for name, values in typed.items() if name not in CONTACT}
    request.session[KEY] = {"draft": reference, "typed": typed}


def typed_again(request: HttpRequest, draft: Draft) -> dict[str, list[str]] | None:
    """What waits for this draft, with whom to contact from the draft itself; None: nothing."""
    waiting = request.session.get(KEY)
    if not waiting or waiting["draft"] != draft.reference:
        return None
    contact = {name: draft.typed[name] for name in CONTACT if name in draft.typed}
    return {**waiting["typed"], **contact}


def drop(request: HttpRequest, draft: Draft) -> None:
    """It is in the draft now."""
    waiting = request.session.get(KEY)
    if waiting and waiting["draft"] == draft.reference:
        del request.session[KEY]


def address(path: str) -> str:
    """The form with what waits."""
    return f"{path}?kept=1"
