"""A request of a person who is signed in, as a type."""

from typing import TypeGuard

from django.http import HttpRequest

from accounts.models import User


class PersonRequest(HttpRequest):
    """A request whose user is one of ours; only a type, never made."""

    user: User


def is_signed_in(request: HttpRequest) -> TypeGuard[PersonRequest]:
    """Is somebody signed in? After that the type checker knows that it is a User."""
    return request.user.is_authenticated
