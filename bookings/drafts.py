"""What was typed into a form that could not be taken, kept in the session until it comes back.

A session that ended while the form was filled in, or a form whose security token had grown old:
the person signs in and finds it as it was. Whom to contact is not kept: who signs in on this
machine may be somebody else, and the account knows it.
"""

from django.http import HttpRequest, QueryDict

KEY = "booking_draft"
LONGEST = 2000
FIELDS = (
    "date",
    "start",
    "minutes",
    "people",
    "purpose",
    "group_name",
    "session",
    "guardians",
    "children_0_2",
    "children_3_5",
    "children_6_12",
    "every",
    "times",
    "until",
)


def keep(request: HttpRequest) -> None:
    """Keep the fields of the posted form, each to a sensible length."""
    fields = {name: request.POST[name][:LONGEST] for name in FIELDS if name in request.POST}
    request.session[KEY] = {"path": request.path, "fields": fields}


def kept(request: HttpRequest) -> dict[str, str] | None:
    """What was kept for this very form, if anything was."""
    draft = request.session.get(KEY)
    return draft["fields"] if draft and draft["path"] == request.path else None


def drop(request: HttpRequest) -> None:
    """The form was taken: nothing to keep any more."""
    request.session.pop(KEY, None)


def address_with_draft(request: HttpRequest) -> str:
    """The same form, filled in with what was kept."""
    query = QueryDict(mutable=True)
    if "session" in request.POST:
        query["session"] = request.POST["session"][:LONGEST]
    query["draft"] = "1"
    return f"{request.path}?{query.urlencode()}"
