"""The verbs of a person's calendar address: make, renew, withdraw; and who is meant by one.

What the database holds gives no access: the address is the key with a signature of this site, so
that neither a copy of the database nor a look into it makes one. Whoever has the address reads the
calendar without signing in, as calendar applications must.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User
from bookings.models import CalendarLink
from bookings.models.calendar_link import new_key
from lib import clock, ics

_SALT = "bookings.calendar_link"
_BETWEEN = "."


@dataclass(frozen=True, slots=True)
class Address:
    """Whole, as it is copied, and as a calendar application opens it by itself."""

    whole: str

    @property
    def webcal(self) -> str:
        return ics.webcal(self.whole)


def make(person: User) -> CalendarLink:
    """Give the person an address; the one that is there stays."""
    link, _is_new = CalendarLink.objects.get_or_create(person=person)
    return link


def renew(person: User) -> CalendarLink:
    """Another address; the old one is void from now on."""
    given = {"key": new_key(), "made_at": clock.now()}
    link, _is_new = CalendarLink.objects.update_or_create(person=person, defaults=given)
    return link


def withdraw(person: User) -> None:
    """No address any more."""
    CalendarLink.objects.filter(person=person).delete()


def address_of(person: User) -> Address | None:
    """The person's address in the active language, if there is one."""
    link = CalendarLink.objects.filter(person=person).first()
    return whole_address(link) if link else None


def whole_address(link: CalendarLink) -> Address:
    """Of this link."""
    path = reverse("bookings:feed", args=[_signer().sign(link.key)])
    return Address(f"{settings.SITE_URL}{path}")


def person_meant(token: str) -> User | None:
    """Whose calendar it is; nobody's when it was not signed here, renewed or withdrawn."""
    try:
        key = _signer().unsign(token)
    except BadSignature:
        return None
    link = CalendarLink.objects.select_related("person").filter(key=key).first()
    return link.person if link and link.person.is_active else None


def _signer() -> Signer:
    return Signer(sep=_BETWEEN, salt=_SALT)
