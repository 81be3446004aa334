"""The cast of the demonstration: invented people, known only to a site in demo mode."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, Residency, Role

PASSWORD = "sarangbang-demo"  # noqa: S105  public on purpose; production refuses to start with it


@dataclass(frozen=True, slots=True)
class Actor:
    """One person of the cast, and what one tries as that person."""

    email: str
    name: str
    mobile: str
    does: Promise
    role: str | None = None
    language: str = Language.KOREAN.value
    residency: str = Residency.NONE.value
    verified: bool = False


CAST: tuple[Actor, ...] = (
    Actor(
        "citizen@example.com",
        "나들이",
        "01000000001",
        _("books a room; resident, checked at the desk"),
        residency=Residency.RESIDENT,
        verified=True,
    ),
    Actor(
        "citizen2@example.com",
        "한마루",
        "01000000002",
        _("works in Seongnam, is written to in English, not checked yet"),
        language=Language.ENGLISH,
        residency=Residency.WORKS_OR_STUDIES,
    ),
    Actor(
        "organiser@example.com",
        "모여라",
        "01000000003",
        _("applies for halls and the plaza for a group; resident, checked"),
        residency=Residency.RESIDENT,
        verified=True,
    ),
    Actor(
        "desk@example.com",
        "안내온",
        "01000000004",
        _("works at the front desk"),
        role=Role.DESK,
    ),
    Actor(
        "officer@example.com",
        "심사라",
        "01000000005",
        _("decides applications"),
        role=Role.OFFICER,
    ),
    Actor(
        "administrator@example.com",
        "관리아",
        "01000000006",
        _("sets up spaces, rules and hours in /admin/"),
        role=Role.ADMINISTRATOR,
    ),
)
