"""What an application asks for, as every verb takes it and every version keeps it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.spans import Span


class Applicant(models.TextChoices):
    """Who applies."""

    ORGANISATION = "organisation", _("an organisation")
    PERSON = "person", _("a person")
    PUBLIC_BODY = "public_body", _("a state or city office")


class Ground(models.TextChoices):
    """Why they may use the spaces.

    Seongnam ordinance on the use of open spaces in public facilities, art. 7.
    """

    RESIDENT = "resident", _("lives in Seongnam")
    WORKS_OR_STUDIES = "works_or_studies", _("works or studies in Seongnam")
    ORGANISATION_HERE = "organisation_here", _("an organisation with its address in Seongnam")
    PUBLIC_INTEREST = "public_interest", _("in the public interest, as the mayor finds")


class Character(models.TextChoices):
    """What kind of event it is."""

    MEETING = "meeting", _("meeting")
    EDUCATION = "education", _("course or talk")
    PERFORMANCE = "performance", _("performance")
    EXHIBITION = "exhibition", _("exhibition")
    SPORT = "sport", _("sport")
    MARKET = "market", _("flea market")
    WELFARE = "welfare", _("welfare event")
    CHILDREN = "children", _("event for children and young people")
    OTHER = "other", _("something else")


@dataclass(frozen=True, slots=True)
class AskedVisit:
    """One visit: a facility for a span, with what it needs before and after (minutes)."""

    slug: str
    span: Span
    setup_minutes: int = 0
    clearing_minutes: int = 0
    people: int = 1

    def as_json(self) -> dict[str, Any]:
        moments = {"starts_at": self.span.starts_at, "ends_at": self.span.ends_at}
        return {
            "slug": self.slug,
            **{name: at.isoformat() for name, at in moments.items()},
            "setup_minutes": self.setup_minutes,
            "clearing_minutes": self.clearing_minutes,
            "people": self.people,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "AskedVisit":
        """What `as_json` wrote."""
        starts_at, ends_at = (
            datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")
        )
        return cls(
            kept["slug"],
            Span(starts_at, ends_at),
            kept["setup_minutes"],
            kept["clearing_minutes"],
            kept["people"],
        )


@dataclass(frozen=True, slots=True)
class Details:
    """Who applies, and what for: the fields of the form (별지 서식), beside the visits."""

    title: str  # of the event
    purpose: str
    character: str  # Character
    applicant: str  # Applicant
    ground: str  # Ground
    contact_name: str
    phone: str
    email: str
    organisation: str = ""
    registration_number: str = ""  # of the organisation or business, ten digits
    representative: str = ""
    is_public: bool = False  # may be shown in the event calendar
    people_peak: int = 1  # at one moment
    people_day: int = 1
    makes_profit: bool = False
    collects: bool = False  # donations
    sells: bool = False
    equipment: str = ""
    power_kw: int = 0
    vehicles: int = 0
    amplified: bool = False
    cooking: bool = False
    open_fire: bool = False
    rain_plan: str = ""
    reduction: str = ""  # code of a Reduction that is claimed


def nobody_yet() -> Details:
    """Of somebody who has not said yet who they are and what for."""
    return Details(
        title="",
        purpose="",
        character="",
        applicant="",
        ground="",
        contact_name="",
        phone="",
        email="",
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """All that one version asks for."""

    visits: tuple[AskedVisit, ...]
    details: Details
    purposes: tuple[str, ...] = field(default=())  # of the papers that go with it

    def as_json(self) -> dict[str, Any]:
        """To be kept with the version; `from_json` reads it back."""
        return {
            "visits": [visit.as_json() for visit in self.visits],
            "details": asdict(self.details),
            "purposes": list(self.purposes),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Asking":
        """What `as_json` wrote."""
        return cls(
            tuple(AskedVisit.from_json(one) for one in kept["visits"]),
            Details(**dict[str, Any](kept["details"])),
            tuple(kept["purposes"]),
        )

    def digest(self) -> str:
        """The same for the same contents."""
        text = json.dumps(self.as_json(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def in_order(visits: Sequence[AskedVisit]) -> tuple[AskedVisit, ...]:
    """By time, then by facility: the order of their numbers."""
    return tuple(sorted(visits, key=lambda one: (one.span.starts_at, one.slug, one.span.ends_at)))
