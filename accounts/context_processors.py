"""What every page knows: how the reader wants to see it, and whose site it is. No database."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.screen import Screen, screen_of


@dataclass(frozen=True, slots=True)
class Site:
    """Whose site it is. Only the city's own installation may call itself official."""

    name: str
    demo: bool
    official: bool
    phone: str
    url: str


def screen(request: HttpRequest) -> dict[str, Screen]:
    """`screen.zoom` and `screen.contrast`, as the reader has chosen."""
    return {"screen": screen_of(request)}


def site(request: HttpRequest) -> dict[str, Site]:
    """`site.name`, `.demo`, `.official`, `.phone` (digits) and `.url`."""
    return {
        "site": Site(
            name=gettext("Seongnam City Hall Sarangbang"),
            demo=settings.DEMO,
            official=settings.OFFICIAL,
            phone=settings.SITE_PHONE,
            url=settings.SITE_URL,
        )
    }
