"""What an approved change makes of the event in the calendar: told anew, or taken back.

Personal Information Protection Act, art. 37: who agreed to be shown may end that at any time, and
is shown no more from the moment at which the change is approved.
"""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from applications.allowances import details_of
from applications.announcing import EVENT_PUBLISHED, about_of, approved_of, bare_about
from applications.asking import Asking
from applications.models import Application
from bookings.models import Booking, Record
from events.following import retell, take_back
from events.models import Event
from events.publication import Published
from events.wording import carried_over


def tell_event(officer: User, version: Application, now: datetime) -> None:
    """Let the event say what the version says that is now approved, or nothing of it any more.

    Within the verb that approves it, before the event follows the visits. Where and when it is,
    `bookings.on_calendar` tells it.
    """
    booking, after = version.booking, details_of(version)
    if booking.event_id is None or after is None:
        return
    if not after.is_public:
        published = Record.objects.filter(booking=booking, what=EVENT_PUBLISHED)
        earlier = list(published.exclude(why="").values_list("why", flat=True))
        if take_back(officer, booking.event_id, earlier, bare_about(after), now):
            Record.objects.create(booking=booking, who=officer, what="event_taken_back", at=now)
        return
    before = _before(version, booking.applications.all())
    if before:
        said = about_of(before.details), about_of(after)
        retell(officer, booking.event_id, *said, now)


def foretold(booking: Booking, versions: Collection[Application]) -> str:
    """What becomes of the event when the last version is approved, in a sentence; or nothing.

    No query, of a booking that came with its event.
    """
    version = max(versions, key=lambda one: one.number)
    if booking.event is None or not version.asked:
        return ""
    after = Asking.from_json(version.asked)
    if not after.details.is_public:
        return _(
            "With the approval the event is taken back from the calendar, since the applicant "
            "agrees no more: it stays there as cancelled and names nobody."
        )
    before = _before(version, versions)
    if before is None or booking.event.state == Published.CANCELLED:
        return ""
    changes = _changes(booking.event, before, after)
    if not changes:
        return _("The event in the calendar stays as it is.")
    return _("With the approval the event in the calendar changes too: %(what)s.") % {
        "what": ", ".join(changes)
    }


def _changes(event: Event, before: Asking, after: Asking) -> list[str]:
    said = carried_over(event, about_of(before.details), about_of(after.details))
    places = [{(one.slug, one.span) for one in asking.visits} for asking in (before, after)]
    changes = (
        (places[0] != places[1], _("time and place")),
        ("title_ko" in said, _("title")),
        ("organiser_ko" in said, _("organiser")),
        ("category" in said, _("kind of event")),
    )
    return [word for is_other, word in changes if is_other]


def _before(version: Application, versions: Collection[Application]) -> Asking | None:
    """What was approved last before this version; None when its time has come."""
    approved = approved_of([one for one in versions if one.number < version.number])
    return Asking.from_json(approved.asked) if approved and approved.asked else None
