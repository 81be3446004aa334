"""The pass that is shown at the door: a reference with a signature, as a QR picture."""

from django.core.signing import BadSignature, Signer

from lib import qr

_signer = Signer(salt="bookings.pass", sep=".")


def token(reference: str) -> str:
    """What the QR picture holds: nobody can make one up for a reference of theirs."""
    return _signer.sign(reference)


def reference_in(text: str) -> str | None:
    """The reference of a genuine pass; None for anything else."""
    try:
        return _signer.unsign(text.strip())
    except BadSignature:
        return None


def picture(reference: str, title: str) -> str:
    """The QR picture of the pass as inline SVG."""
    return qr.svg(token(reference), title=title)
