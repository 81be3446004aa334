"""How an event stands with the public: the state machine.

    draft ──▶ published ◀──▶ postponed
      │           │              │
      └──────▶ cancelled ◀───────┘

A draft that is dropped is cancelled too; it was never announced, so nobody is told. What was
announced stays to be seen with its reason: it never vanishes from anybody's calendar.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Published(models.TextChoices):
    """Where it stands."""

    DRAFT = "draft", pgettext_lazy("state of an event", "draft")
    PUBLISHED = "published", _("published")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


TAKES_PLACE = frozenset({Published.DRAFT, Published.PUBLISHED})  # holds its spaces
_NEXT: dict[Published, frozenset[Published]] = {
    Published.DRAFT: frozenset({Published.PUBLISHED, Published.CANCELLED}),
    Published.PUBLISHED: frozenset({Published.POSTPONED, Published.CANCELLED}),
    Published.POSTPONED: frozenset({Published.PUBLISHED, Published.CANCELLED}),
    Published.CANCELLED: frozenset(),
}


def may_become(state: str, following: Published) -> bool:
    """May an event in this state go over into that one?"""
    return following in _NEXT[Published(state)]


def may_still_become(state: str, following: Published) -> bool:
    """May it after its time? Only what did not take place then."""
    return state != Published.PUBLISHED and following == Published.CANCELLED


def goes_along(state: str, chosen: str, following: Published) -> bool:
    """Does a date in this state take the step together with the chosen one of its series?

    A draft is not published because a postponed date takes place after all, nor the other way.
    """
    if not may_become(state, following):
        return False
    return following != Published.PUBLISHED or state == chosen
