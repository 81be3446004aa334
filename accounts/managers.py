"""How users are looked up and made: one address is one person, however it is typed."""

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import BaseUserManager
from django.db import transaction

if TYPE_CHECKING:
    from accounts.models import User


def normalised_email(text: str) -> str:
    """The e-mail address as it is stored: without spaces around it, in lower case."""
    return text.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes users with a normalised address and a hashed password."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalised_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in by one. ValueError without e-mail."""
        if not normalised_email(email):
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=normalised_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator: a user, a verified address and a grant that starts today.

        Whoever can run this on the server vouches for the address, so it counts as verified.
        """
        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, **fields)
            EmailAddress.objects.using(self._db).create(
                user=user, email=user.email, verified=True, primary=True
            )
            user.role_grants.using(self._db).create(user=user, role="administrator")
        return user
