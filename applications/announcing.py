"""The verb that puts what was approved into the event calendar: what the applicant agreed to."""

from collections.abc import Collection
from http import HTTPStatus

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from accounts.models import User
from applications.asking import Applicant, Asking, Character, Details
from applications.locking import lock_person_and_booking
from applications.models import Application
from applications.reviewing import Reviewed
from bookings.decision import Decided
from bookings.models import Booking, Record
from bookings.on_calendar import places_of
from events.following import announce_booking
from events.models import Category, Event
from events.wanted import About
from lib import clock
from lib.refusal import Refusal, Refused

_CATEGORIES = {
    Character.MEETING: Category.OTHER,
    Character.EDUCATION: Category.EDUCATION,
    Character.PERFORMANCE: Category.ARTS,
    Character.EXHIBITION: Category.EXHIBITION,
    Character.SPORT: Category.SPORT,
    Character.MARKET: Category.MARKET,
    Character.WELFARE: Category.WELFARE,
    Character.CHILDREN: Category.CHILDREN,
    Character.OTHER: Category.OTHER,
}
_SOMEBODY = gettext_noop("Citizens of Seongnam")


@transaction.atomic
def publish_event(officer: User, booking: Booking) -> Event:
    """Announce what the booking is for, where and when its visits are. Pressed twice: once.

    Only what the applicant agreed to: name, time, place and the organisation; nothing about
    persons. From then on the event follows the booking. Raises `Refused`.
    """
    now = clock.now()
    locked = lock_person_and_booking(booking)
    if locked.event:
        return locked.event
    versions = list(locked.applications.select_related("charge"))
    refusal, approved = against(locked, versions), _approved(versions)
    if refusal or approved is None:
        raise Refused(refusal or not_approved(str(locked.get_state_display())))
    details = Asking.from_json(approved.asked).details
    locked.event = announce_booking(officer, _about(details), places_of(locked), now)
    locked.save(update_fields=["event"])
    Record.objects.create(booking=locked, who=officer, what="event_published", at=now)
    return locked.event


def against(booking: Booking, versions: Collection[Application]) -> Refusal | None:
    """What speaks against announcing it. No query, of versions that came with their charges."""
    approved = _approved(versions)
    if booking.state != Decided.APPROVED or approved is None:
        return not_approved(str(booking.get_state_display()))
    if not approved.asked or not Asking.from_json(approved.asked).details.is_public:
        return not_agreed_to_publish()
    charge = getattr(approved, "charge", None)
    return not_paid_yet() if charge and charge.to_pay > 0 else None


def _approved(versions: Collection[Application]) -> Application | None:
    """The version that stands."""
    approved = [one for one in versions if one.state == Reviewed.APPROVED]
    return max(approved, key=lambda one: one.number, default=None)


def _about(details: Details) -> About:
    korean, english = details.organisation, ""
    if details.applicant == Applicant.PERSON or not korean:
        with translation.override("ko"):
            korean = gettext(_SOMEBODY)
        english = _SOMEBODY
    return About(
        title_ko=details.title,
        category=_CATEGORIES[Character(details.character)],
        organiser_ko=korean,
        organiser_en=english,
    )


def not_approved(state: str) -> Refusal:
    """Nothing is announced that may not take place."""
    return Refusal(
        "event_not_approved",
        _("Only what is approved goes into the event calendar. This is now: %(state)s.")
        % {"state": state},
        _("Approve the application first."),
        status=HTTPStatus.CONFLICT,
    )


def not_agreed_to_publish() -> Refusal:
    """Personal Information Protection Act, art. 15 and 17: only with consent."""
    return Refusal(
        "not_agreed_to_publish",
        _("The applicant did not agree to be shown in the event calendar."),
        _("Ask the applicant; who agrees says so with a change of the application."),
    )


def not_paid_yet() -> Refusal:
    """What is not paid lapses by itself; the public would come to a closed door."""
    return Refusal(
        "not_paid_yet",
        _("The fee is not paid yet. Without it the booking lapses."),
        _("Publish the event once the payment is noted."),
        status=HTTPStatus.CONFLICT,
    )
