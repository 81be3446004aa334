"""The verbs of drafts: begin, save as it is typed, discard; and a draft that changes something."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.models import User
from applications import draft_rules
from applications.asking import Asking, Details
from applications.models import Application, Draft
from bookings.models import Booking
from lib import clock, formats
from lib.references import new_reference
from lib.refusal import Refused

Typed = Mapping[str, Sequence[str]]

MOST_DRAFTS = 20  # of one person: nobody needs more, and a script would make more
MOST_FIELDS = 1000
LONGEST = 4000  # signs of one field,
LONGEST_IN_A_ROW = 100  # and of one of a row
FIELDS = frozenset(Details.__dataclass_fields__) | {"page", "seen"}
OF_ROWS = ("visit-", "repeat-", "zone-")

BOOLEANS = ("is_public", "makes_profit", "collects", "sells", "amplified", "cooking", "open_fire")


@transaction.atomic
def begin(person: User, typed: Typed) -> Draft:
    """A new draft, filled in with what is known. Raises `Refused` when there are too many."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Draft.objects.filter(person=person).count() >= MOST_DRAFTS:
        raise Refused(draft_rules.too_many_drafts(MOST_DRAFTS))
    return Draft.objects.create(person=person, typed=kept(typed))


@transaction.atomic
def save(draft: Draft, typed: Typed, *, anyway: bool = False, ends_page: bool = False) -> Draft:
    """Keep what is typed, right or wrong.

    `page` in what is typed names the page in a browser, and `seen` what it was made from. Raises
    `Refused`, and keeps nothing, when another page saved since; `anyway`: the person was told, and
    wants this. `ends_page`: the answer is a page of its own, and whatever the old one still sends
    comes too late.
    """
    row = Draft.objects.select_for_update(no_key=True, of=("self",)).filter(pk=draft.pk).first()
    if row is None:
        raise Refused(draft_rules.draft_gone())
    draft.saved_at = row.saved_at
    if not anyway and _is_of_another_page(row, typed):
        raise Refused(draft_rules.draft_saved_elsewhere(row.saved_at))
    draft.typed, draft.saved_at = kept(typed), clock.now()
    if ends_page and "page" in draft.typed:
        draft.typed["page"] = [new_reference()]
    draft.save(update_fields=["typed", "saved_at"])
    return draft


def _is_of_another_page(row: Draft, typed: Typed) -> bool:
    """Was it saved by another page since this one was made? A form without a page just saves."""
    page, seen, last = _first(typed, "page"), _first(typed, "seen"), _first(row.typed, "page")
    return bool(page) and page != last and seen != as_seen(row)


def as_seen(draft: Draft) -> str:
    """How a page says what it was made from: when it was saved, and by which page."""
    return f"{draft.saved_at.isoformat()} {_first(draft.typed, 'page')}".strip()


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "")


def discard(draft: Draft) -> None:
    """It goes, and its papers with it: their files are tidied by the worker."""
    draft.delete()


@transaction.atomic
def from_application(person: User, booking: Booking) -> Draft:
    """The draft in which this is changed: the one that is there, or one filled in from it."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    latest = booking.applications.latest("number")
    draft, _made = Draft.objects.get_or_create(
        person=person, changes=booking, defaults={"typed": typed_from(latest)}
    )
    return draft


def typed_from(application: Application) -> dict[str, list[str]]:
    """What somebody would have typed to ask for this version."""
    asking = Asking.from_json(application.asked)
    typed = details_as_typed(asking.details)
    typed["visit-TOTAL_FORMS"] = [str(len(asking.visits))]
    for number, visit in enumerate(asking.visits):
        starts_at, ends_at = (
            moment.astimezone(clock.SEOUL) for moment in (visit.span.starts_at, visit.span.ends_at)
        )
        # Midnight at the end is 24:00 of the day before for people; fields know 00:00 only.
        row = {
            "facility": visit.slug,
            "day": starts_at.date().isoformat(),
            "starts": f"{starts_at:%H:%M}",
            "ends": f"{ends_at:%H:%M}",
            "last_day": "" if starts_at.date() == ends_at.date() else ends_at.date().isoformat(),
            "setup_minutes": str(visit.setup_minutes or ""),
            "clearing_minutes": str(visit.clearing_minutes or ""),
            "people": str(visit.people),
        }
        typed |= {f"visit-{number}-{name}": [value] for name, value in row.items()}
    return typed


def details_as_typed(details: Details) -> dict[str, list[str]]:
    """The fields about who and what for, as they would have been typed."""
    typed: dict[str, list[str]] = {}
    for name in Details.__dataclass_fields__:
        value = getattr(details, name)
        if name in BOOLEANS:
            typed |= {name: ["on"]} if value else {}
        elif name == "phone":
            typed[name] = [formats.phone(value)]
        elif name != "email":
            typed[name] = ["" if value == 0 else str(value)]
    return typed


def kept(typed: Typed) -> dict[str, list[str]]:
    """What of it is kept: the fields of the form, each to a length that no browser goes beyond."""
    of_rows = [name for name in typed if name.startswith(OF_ROWS)][:MOST_FIELDS]
    longest = dict.fromkeys(FIELDS & typed.keys(), LONGEST)
    longest |= dict.fromkeys(of_rows, LONGEST_IN_A_ROW)
    return {
        name[:60]: [str(value).replace("\0", "")[: longest[name]] for value in typed[name]][:10]
        for name in typed
        if name in longest
    }
