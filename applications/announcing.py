"""The verb that puts what was approved into the event calendar: what the applicant agreed to."""

from collections.abc import Collection
from http import HTTPStatus

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

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
from events.publication import Published
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
EVENT_PUBLISHED = "event_published"
_SOMEBODY = gettext_lazy("Citizens of Seongnam")
_SOMETHING = pgettext_lazy("name of an event that may not be named", "event")


@transaction.atomic
def publish_event(officer: User, booking: Booking) -> Event:
    """Announce what the booking is for, where and when its visits are. Pressed twice: once.

    Only what the applicant agreed to: name, time, place and the organisation; nothing about
    persons. From then on the event follows the booking. In place of one that was cancelled, which
    stays as a record, comes another. Raises `Refused`.
    """
    now = clock.now()
    locked = lock_person_and_booking(booking)
    if locked.event and locked.event.state != Published.CANCELLED:
        return locked.event
    versions = list(locked.applications.select_related("charge"))
    refusal, approved = against(locked, versions), approved_of(versions)
    if refusal or approved is None:
        raise Refused(refusal or not_approved(str(locked.get_state_display())))
    details = Asking.from_json(approved.asked).details
    locked.event = announce_booking(officer, about_of(details), places_of(locked), now)
    locked.save(update_fields=["event"])
    # Which one it was: when it is cancelled another may follow, and both must be found again.
    Record.objects.create(
        booking=locked, who=officer, what=EVENT_PUBLISHED, at=now, why=locked.event.reference
    )
    return locked.event


def against(booking: Booking, versions: Collection[Application]) -> Refusal | None:
    """What speaks against announcing it. No query, of versions that came with their charges."""
    approved = approved_of(versions)
    if booking.state != Decided.APPROVED or approved is None:
        return not_approved(str(booking.get_state_display()))
    if not approved.asked or not Asking.from_json(approved.asked).details.is_public:
        return not_agreed_to_publish()
    charge = getattr(approved, "charge", None)
    return not_paid_yet() if charge and charge.to_pay > 0 else None


def approved_of(versions: Collection[Application]) -> Application | None:
    """The version that stands."""
    approved = [one for one in versions if one.state == Reviewed.APPROVED]
    return max(approved, key=lambda one: one.number, default=None)


def about_of(details: Details) -> About:
    """What is announced of it: nothing about persons."""
    if details.applicant == Applicant.PERSON or not details.organisation:
        organiser = _in_both(_SOMEBODY)
    else:
        organiser = (details.organisation, "")
    return _about(details, (details.title, ""), organiser)


def bare_about(details: Details) -> About:
    """What is left of it when nobody agrees to be shown any more: what kind of event it was."""
    character = Character(details.character)
    kind = _SOMETHING if character == Character.OTHER else character.label
    return _about(details, _in_both(kind), _in_both(_SOMEBODY))


def _in_both(words: Promise | str) -> tuple[str, str]:
    """In Korean and in English, as a title begins."""
    told = []
    for language in ("ko", "en"):
        with translation.override(language):
            told.append(capfirst(str(words)))
    return told[0], told[1]


def _about(details: Details, title: tuple[str, str], organiser: tuple[str, str]) -> About:
    return About(
        title_ko=title[0],
        title_en=title[1],
        category=_CATEGORIES[Character(details.character)],
        organiser_ko=organiser[0],
        organiser_en=organiser[1],
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
