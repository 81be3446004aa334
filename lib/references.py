"""Public references that cannot be guessed or misread."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O, 1 I L: said on the phone, read off paper
LENGTH = 12  # 31 ** 12: about 59 bits

_GROUPED = re.compile(r"(.{4})(?=.)")


def new_reference() -> str:
    """A fresh random reference of twelve signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(reference: str) -> str:
    """The reference as people read it: K7QX-M4PT-9WRC."""
    return _GROUPED.sub(r"\1-", reference)


def is_reference(text: str) -> bool:
    """Could it be one? Whether anything has it, the database knows."""
    return re.fullmatch(ReferenceConverter.regex, text) is not None


class ReferenceConverter:
    """A reference in a URL: `<reference:reference>`."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
