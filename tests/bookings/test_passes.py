"""The pass: nobody can make one up."""

import pytest
from django.core.signing import Signer

from bookings.passes import picture, reference_in, token
from lib.references import ALPHABET, new_reference

REFERENCE = "K7QXM4PT9WRC"


def test_a_genuine_pass_gives_its_reference() -> None:
    reference = new_reference()

    assert reference_in(token(reference)) == reference
    assert reference_in(f"  {token(reference)}\r\n") == reference  # as scanners send it


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        REFERENCE,
        f"{REFERENCE}.",
        f"{REFERENCE}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        f".{REFERENCE}",
        "\x00",
        "가" * 5000,
        Signer(sep=".").sign(REFERENCE),  # signed, but for something else
        Signer(salt="bookings.pass", sep=".", key="other").sign(REFERENCE),
        f"{token(REFERENCE)}x",
        token(REFERENCE).lower(),
        token("K7QXM4PT9WRD").replace("WRD", "WRC"),
    ],
)
def test_what_was_made_up_gives_nothing(text: str) -> None:
    assert reference_in(text) is None


def test_no_sign_of_a_pass_can_be_changed() -> None:
    genuine = token(REFERENCE)

    for place, sign in enumerate(genuine):
        other = next(one for one in ALPHABET if one != sign)
        changed = genuine[:place] + other + genuine[place + 1 :]
        assert reference_in(changed) is None, place


def test_the_picture_has_a_name_for_who_cannot_see_it() -> None:
    assert "입장권" in picture(REFERENCE, title="입장권")
