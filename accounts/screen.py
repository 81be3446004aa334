"""The screen a reader wants: the zoom levels and the high contrast of KRDS, kept in a cookie."""

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

COOKIE: Final = "screen"
ONE_YEAR: Final = 365 * 24 * 60 * 60  # seconds


class Zoom(TextChoices):
    """The five sizes of KRDS: 0.9, 1, 1.1, 1.3, 1.5."""

    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Normal")
    LARGE = "large", _("A little larger")
    XLARGE = "xlarge", _("Large")
    XXLARGE = "xxlarge", _("Largest")


class Contrast(TextChoices):
    """The two sets of colours of KRDS; the second is its `data-krds-mode`."""

    DEFAULT = "default", _("Normal")
    HIGH = "high-contrast", _("High contrast on black")


@dataclass(frozen=True, slots=True)
class Screen:
    """One choice of both."""

    zoom: str = Zoom.MEDIUM.value
    contrast: str = Contrast.DEFAULT.value


_SCREENS: Final = {
    f"{zoom}.{contrast}": Screen(zoom, contrast)
    for zoom in Zoom.values
    for contrast in Contrast.values
}
_DEFAULT: Final = Screen()


def screen_of(request: HttpRequest) -> Screen:
    """The reader's choice; what is not one of ours in the cookie counts as none."""
    return _SCREENS.get(request.COOKIES.get(COOKIE, ""), _DEFAULT)


def remember(response: HttpResponse, screen: Screen, *, secure: bool) -> None:
    """Keep the choice for a year in the reader's browser; nothing about them is stored here."""
    response.set_cookie(
        COOKIE,
        f"{screen.zoom}.{screen.contrast}",
        max_age=ONE_YEAR,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
