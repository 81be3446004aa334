"""What each field of the JSON means, for people who write programs."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Field:
    """One or more fields of `events/facts.py`, with their names in the JSON."""

    names: tuple[str, ...]
    meaning: Promise | str

    @property
    def name(self) -> str:
        """As the page shows it."""
        return ", ".join(self.names)


FIELDS = (
    Field(("reference", "uid"), _("identity: it outlives every change")),
    Field(("url", "calendar_url"), _("the page of the event, and its calendar file")),
    Field(("state", "mark"), _("published, postponed or cancelled; and the word for it in short")),
    Field(("reason", "moved_from"), _("why it is not as it was announced, and for when it was")),
    Field(("title", "text"), _("what it is")),
    Field(("category", "category_label"), _("the kind; the value never changes")),
    Field(("organiser", "audience", "price"), _("who, for whom, and what it costs; empty: free")),
    Field(("phone", "registration_url"), _("where to ask and to register")),
    Field(("starts_at", "ends_at", "is_all_day"), _("when, in ISO 8601 with +09:00")),
    Field(
        ("times",),
        _("each run of days that follow each other: starts_at, ends_at; most events have one"),
    ),
    Field(("first_day", "last_day"), _("the days in Seoul, both included")),
    Field(("when", "where"), _("the same for people, in the language of the address")),
    Field(("places",), _("each facility with its own hours: facility, name, starts_at, ends_at")),
    Field(("programme",), _("what happens within it: starts_at, ends_at, title, where")),
    Field(("pictures",), "url, alt, width, height"),
    Field(("revision", "published_at", "changed_at"), _("how often and when it was changed")),
)
