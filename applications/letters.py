"""The letters of an application: their facts in the verb's transaction, their words when sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from applications.models import Application
from bookings import calendars
from bookings.decision import Decided
from bookings.facts import BookingFacts, facts_of, moment_of
from bookings.letters import period_of
from bookings.models import Contact, Visit
from lib import formats
from lib.references import spaced
from notices import outbox
from notices.letters import Attachment, Letter, register


def write(kind: str, application: Application, visits: Sequence[Visit], **more: Any) -> None:
    """Put the letter into the outbox, in the language that the person reads.

    Nobody is written to whose account or contact is gone. `more` are facts of this kind of letter
    beside those of the booking; the visits come with facility, policy and spaces.
    """
    booking, person = application.booking, application.booking.person
    contact = Contact.objects.filter(booking=booking).first()
    if person is None or contact is None or not visits:
        return
    facts = dict(facts_of(booking, visits, person.language, contact.name))
    own = {
        "due_on": application.due_on.isoformat(),
        # A change of what is approved: that stands meanwhile.
        "is_change": application.is_change and booking.state == Decided.APPROVED,
    }
    outbox.write(
        kind=kind,
        to=contact.email,
        language=person.language,
        facts=facts | own | more,
        person=person,
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter about an application."""

    template: str
    subject: str  # marked for translation where it stands
    has_calendar: bool = False
    takes_out: bool = False  # out of the reader's calendar

    def __call__(self, facts: Mapping[str, Any]) -> Letter:
        return _letter(self, facts)


KINDS: dict[str, Kind] = {
    "applications.received": Kind(
        "received", gettext_noop("[Seongnam City Hall] Application received")
    ),
    # More information, a paper, or another time or space: with its deadline.
    "applications.asked": Kind(
        "asked", gettext_noop("[Seongnam City Hall] Something is asked of you")
    ),
    "applications.question_withdrawn": Kind(
        "question_withdrawn", gettext_noop("[Seongnam City Hall] No answer needed any more")
    ),
    "applications.approved": Kind(
        "approved", gettext_noop("[Seongnam City Hall] Application approved"), has_calendar=True
    ),
    "applications.refused": Kind(
        "refused", gettext_noop("[Seongnam City Hall] Application not approved")
    ),
    "applications.change_refused": Kind(
        "change_refused", gettext_noop("[Seongnam City Hall] Change not approved")
    ),
    "applications.lapsed": Kind(
        "lapsed", gettext_noop("[Seongnam City Hall] Application not decided")
    ),
}


def _letter(kind: Kind, facts: Mapping[str, Any]) -> Letter:
    booking = cast(BookingFacts, facts)
    path = reverse("applications:application", args=[facts["reference"]])
    # What fell away before is in the calendar, which takes it out, and not in the words.
    standing = [visit for visit in booking["visits"] if not visit.get("is_cancelled")]
    context = {
        "facts": facts,
        "reference": spaced(facts["reference"]),
        "visits": [visit | {"period": period_of(visit)} for visit in standing or booking["visits"]],
        "questions": [_question(one) for one in facts.get("questions", ())],
        "due_on": formats.day(date.fromisoformat(facts["due_on"])),
        "url": f"{settings.SITE_URL}{path}",
        "site": settings.SITE_URL,
    }
    calendar = Attachment(
        "booking.ics",
        "text/calendar; method=PUBLISH; charset=utf-8",
        calendars.booking_calendar(booking, cancelled=kind.takes_out),
    )
    return Letter(
        subject=f"{_(kind.subject)}: {facts['purpose']}",
        text=render_to_string(f"applications/letters/{kind.template}.txt", context),
        html=render_to_string(f"applications/letters/{kind.template}.html", context),
        attachments=(calendar,) if kind.has_calendar else (),
    )


def _question(facts: Mapping[str, Any]) -> dict[str, str]:
    """A question ready to print: what is asked or proposed, and until when."""
    name = facts["facility_ko" if formats.is_korean() else "facility_en"]
    return {
        "text": facts["text"],
        "until": formats.moment(moment_of(facts["answer_by"])),
        "proposed": f"{name}, {period_of(facts)}" if facts["starts_at"] else "",
    }


for _name, _kind in KINDS.items():
    register(_name, _kind)
