"""An answer that was typed by somebody who is not signed in any more: it waits in the session.

Who signs in on this machine may be another: it is shown on the page of its application alone, which
is its person's.
"""

from django.http import HttpRequest

KEY = "application_answer"
LONGEST = 2000


def keep(request: HttpRequest, reference: str, number: int) -> None:
    """Keep the words of the posted answer to this question."""
    text = request.POST.get("text", "").replace("\0", "")[:LONGEST]
    request.session[KEY] = {"reference": reference, "number": number, "text": text}


def typed_again(request: HttpRequest, reference: str) -> dict[int, str]:
    """What waits for this application, by the number of the question."""
    waiting = request.session.get(KEY)
    if not waiting or waiting["reference"] != reference:
        return {}
    return {waiting["number"]: waiting["text"]}


def drop(request: HttpRequest) -> None:
    """It was sent."""
    request.session.pop(KEY, None)
