"""The letters of a booking: their facts in the verb's transaction, their words when sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from bookings import calendars
from bookings.facts import BookingFacts, facts_of, moment_of
from bookings.models import Booking, Contact, Visit
from lib import formats
from lib.references import spaced
from lib.spans import Span
from notices import outbox
from notices.letters import Attachment, Letter, register


def write(
    kind: str,
    booking: Booking,
    visits: Sequence[Visit],
    contact: Contact,
    person: User,
    **more: Any,
) -> None:
    """Put the letter into the outbox, in the language that the person reads.

    `more` are facts of this kind of letter beside those of the booking.
    """
    outbox.write(
        kind=kind,
        to=contact.email,
        language=person.language,
        facts=dict(facts_of(booking, visits, person.language, contact.name)) | more,
        person=person,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """When and where a visit is, or was; moments in ISO 8601."""

    facility: str
    starts_at: str
    ends_at: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one visit. Without a new time it was cancelled."""

    before: Told
    after: Told | None = None


def told(visit: Visit, person: User) -> Told:
    """The visit as it is now, in the language that the person reads."""
    with translation.override(person.language):
        return Told(
            str(visit.facility.name), visit.starts_at.isoformat(), visit.ends_at.isoformat()
        )


def write_changed(
    booking: Booking, visits: Sequence[Visit], person: User, changes: Sequence[Change]
) -> None:
    """One letter for all that was changed at once. `visits` are those that stand or just ended."""
    contact = Contact.objects.filter(booking=booking).first()
    if contact:
        facts = [asdict(change) for change in changes]
        write("bookings.changed", booking, visits, contact, person, changes=facts)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter about a booking."""

    template: str
    subject: str  # marked for translation where it stands
    takes_out: bool = False  # out of the reader's calendar
    has_calendar: bool = True

    def __call__(self, facts: Mapping[str, Any]) -> Letter:
        return _letter(self, cast(BookingFacts, facts))


KINDS: dict[str, Kind] = {
    # The booking stands.
    "bookings.confirmed": Kind("confirmed", gettext_noop("[Seongnam City Hall] Booking confirmed")),
    # It was handed in, and an officer will decide.
    "bookings.received": Kind(
        "received", gettext_noop("[Seongnam City Hall] Request received"), has_calendar=False
    ),
    "bookings.refused": Kind(
        "refused", gettext_noop("[Seongnam City Hall] Request not approved"), has_calendar=False
    ),
    "bookings.lapsed": Kind(
        "lapsed", gettext_noop("[Seongnam City Hall] Request not decided"), has_calendar=False
    ),
    # By the person; the calendar takes the visit out by the same UID.
    "bookings.cancelled": Kind(
        "cancelled", gettext_noop("[Seongnam City Hall] Booking cancelled"), takes_out=True
    ),
    # Single visits cancelled or moved by the person: the calendar follows by the same UIDs.
    "bookings.changed": Kind("changed", gettext_noop("[Seongnam City Hall] Booking changed")),
    # By the city, with what is held instead.
    "bookings.closed": Kind(
        "closed", gettext_noop("[Seongnam City Hall] Cancelled by City Hall"), takes_out=True
    ),
    "bookings.absent": Kind(
        "absent", gettext_noop("[Seongnam City Hall] You did not come"), has_calendar=False
    ),
    "bookings.waived": Kind(
        "waived", gettext_noop("[Seongnam City Hall] Absence waived"), has_calendar=False
    ),
}


def _letter(kind: Kind, facts: BookingFacts) -> Letter:
    standing = [visit for visit in facts["visits"] if not visit.get("is_cancelled")]
    shown = standing or facts["visits"]
    first, others = shown[0], len(shown) - 1
    title = f"{first['facility']}, {period_of(first)}"
    if others:
        more = ngettext("and %(number)d more visit", "and %(number)d more visits", others)
        title = f"{title} {more % {'number': others}}"
    context = {
        "facts": facts,
        "reference": spaced(facts["reference"]),
        "visits": [visit | {"period": period_of(visit)} for visit in shown],
        "is_series": others > 0,
        "cancel_until": _cancel_until(facts),
        "url": calendars.booking_url(facts),
        "site": settings.SITE_URL,
        **_more(facts),
    }
    calendar = Attachment(
        "booking.ics",
        "text/calendar; method=PUBLISH; charset=utf-8",
        calendars.booking_calendar(facts, cancelled=kind.takes_out),
    )
    return Letter(
        subject=f"{_(kind.subject)}: {title}",
        text=render_to_string(f"bookings/letters/{kind.template}.txt", context),
        html=render_to_string(f"bookings/letters/{kind.template}.html", context),
        attachments=(calendar,) if kind.has_calendar else (),
    )


def _cancel_until(facts: BookingFacts) -> str:
    """The deadline, if it was still to come then: who accepts late has none."""
    until = moment_of(facts["cancel_until"])
    return formats.moment(until) if until > moment_of(facts["changed_at"]) else ""


def period_of(facts: Mapping[str, Any]) -> str:
    """When a visit or an offer is, in the active language."""
    return formats.period(Span(moment_of(facts["starts_at"]), moment_of(facts["ends_at"])))


def _when_and_where(told: Mapping[str, Any] | None) -> str:
    return f"{told['facility']}, {period_of(told)}" if told else ""


def _more(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of single kinds of letters, ready to print."""
    until = facts.get("suspended_until")
    return {
        "suspended_until": formats.moment(moment_of(until)) if until else "",
        "changes": [
            {name: _when_and_where(change[name]) for name in ("before", "after")}
            for change in facts.get("changes", ())
        ],
        "offers": [
            offer
            | {
                "period": period_of(offer),
                "expires": formats.moment(moment_of(offer["expires_at"])),
                "url": calendars.offer_url(offer["reference"]),
            }
            for offer in facts.get("offers", ())
        ],
    }


for _name, _kind in KINDS.items():
    register(_name, _kind)
