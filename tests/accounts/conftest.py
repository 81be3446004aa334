"""What the tests of accounts share: somebody with a password, and the letters that were written."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from notices.letters import Letter, compose
from notices.models import Notice

PASSWORD = "한강-소나무-17-bridge"


@pytest.fixture
def member(db: None) -> User:
    """Somebody who signs in by password."""
    user = User.objects.create_user(
        "garam@example.com", PASSWORD, name="고가람", mobile="01000001011"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def letters_to(db: None) -> Callable[[str], list[Letter]]:
    """The letters in the outbox to an address, oldest first."""

    def to(email: str) -> list[Letter]:
        return [compose(notice) for notice in Notice.objects.filter(to=email).order_by("pk")]

    return to
