"""The letters of sign-up and sign-in. They are here as accounts and notices do not meet."""

from collections.abc import Mapping
from typing import Any

from notices import letters

ACCOUNT_MAIL = "account.mail"


def account_letter(facts: Mapping[str, Any]) -> letters.Letter:
    """The letter of an account mail. Its text was written when the person asked for it."""
    return letters.Letter(subject=facts["subject"], text=facts["text"], html=facts["html"])


letters.register(ACCOUNT_MAIL, account_letter)
