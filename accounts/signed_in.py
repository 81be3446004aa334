"""Who is signed in, as a type the rest of the house can rely on."""

from copy import copy

from django.http import Http404, HttpRequest

from accounts.models import User


def person_or_none(request: HttpRequest) -> User | None:
    """The person who is signed in, if anybody is."""
    user = request.user
    # A copy is the person: the request's own is a stand-in that every use has to look behind.
    return copy(user) if isinstance(user, User) and user.is_authenticated else None


def person_of(request: HttpRequest) -> User:
    """The person who is signed in, in a view that lets nobody else through; else Http404."""
    person = person_or_none(request)
    if person is None:
        raise Http404
    return person
