"""The verbs of pictures: add, describe, remove; and tidying their files.

A file is drawn and written before its row, under a name that nobody can guess, and goes again when
the row is refused. No file work is done inside a transaction. Each verb counts the event's
revision: its page and its entry in calendars are new.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q

from accounts.models import User
from events import picture_rules, rules, writing
from events.models import Event, Picture
from events.scope import Scope, locked_dates
from lib import clock, stored_files, uploads
from lib.bad_file import DAMAGED, BadFile
from lib.pictures import drawn_anew
from lib.refusal import Refused

_PICTURES = frozenset({"jpeg", "png", "webp"})


@dataclass(frozen=True, slots=True)
class Alt:
    """What is to be seen, for who does not see it."""

    korean: str
    english: str = ""


def add(
    by: User,
    event: Event,
    seen: int,
    upload: UploadedFile[Any] | None,
    alt: Alt,
    scope: str = Scope.ONE,
) -> Picture:
    """Draw the picture anew and put it with the event, or with dates of its series.

    `seen`: the revision that the page showed. Raises `Refused`: by what the file really is.
    """
    if upload is None or not upload.size:
        raise Refused(picture_rules.no_picture())
    if upload.size > uploads.LARGEST:
        raise Refused(picture_rules.picture_too_large())
    picture = _drawn(by, upload, alt)
    try:
        return _add(by, event, seen, picture, scope)
    except BaseException:
        path_of(picture).unlink(missing_ok=True)
        raise


def _drawn(by: User, upload: UploadedFile[Any], alt: Alt) -> Picture:
    """Its file written, its row not saved yet."""
    file: BinaryIO = upload.file  # type: ignore[assignment]
    try:
        if uploads.kind_of(file) not in _PICTURES:
            raise Refused(picture_rules.picture_unknown())
        drawn, (width, height) = drawn_anew(file, picture_rules.WIDEST, picture_rules.TALLEST)
    except BadFile as bad:
        is_damaged = bad.reason == DAMAGED
        refusal = picture_rules.picture_damaged() if is_damaged else None
        raise Refused(refusal or picture_rules.of_a_bad_file(bad.reason)) from None
    stored, _digest = stored_files.write(Path(settings.PICTURES_DIR), drawn)
    return Picture(
        alt_ko=alt.korean,
        alt_en=alt.english,
        stored=stored,
        width=width,
        height=height,
        by=by,
        at=clock.now(),
    )


@transaction.atomic
def _add(by: User, event: Event, seen: int, picture: Picture, scope: str) -> Picture:
    now = clock.now()
    dates = locked_dates(event, scope, seen, now)
    _refuse_too_many(dates, event)
    picture.save()
    picture.events.add(*dates)
    _note(by, dates, "picture_added", now, picture)
    return picture


def _refuse_too_many(dates: list[Event], chosen: Event) -> None:
    """Of the dates that are meant, one may have pictures of its own. They are locked."""
    rows = Event.objects.filter(pk__in=[one.pk for one in dates])
    numbers = dict(rows.annotate(number=Count("pictures")).values_list("pk", "number"))
    full = [one for one in dates if numbers[one.pk] >= picture_rules.MOST]
    if any(one.pk == chosen.pk for one in full):
        raise Refused(picture_rules.too_many_pictures())
    if full:
        raise Refused(picture_rules.too_many_pictures_on(min(one.starts_at for one in full)))


@transaction.atomic
def describe(by: User, event: Event, seen: int, reference: str, alt: Alt) -> Picture:
    """Say in other words what is to be seen, with every event that shows it. Raises `Refused`."""
    now, picture = clock.now(), _of(event, reference)
    rows = Event.objects.filter(Q(pictures=picture) | Q(pk=event.pk))
    ids = rows.order_by("pk").values_list("pk", flat=True).distinct()
    showing = list(
        Event.objects.filter(pk__in=list(ids))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    if any(one.pk == event.pk and one.revision != seen for one in showing):
        raise Refused(rules.event_changed_meanwhile())
    picture.alt_ko, picture.alt_en = alt.korean, alt.english
    picture.save()
    _note(by, showing, "picture_described", now, picture)
    return picture


def remove(by: User, event: Event, seen: int, reference: str, scope: str = Scope.ONE) -> None:
    """Take it out of the event, or of dates of its series. Raises `Refused`.

    Where nobody shows it any more it is gone, and its file with it.
    """
    unused = _remove(by, event, seen, reference, scope)
    if unused:
        path_of(unused).unlink(missing_ok=True)


@transaction.atomic
def _remove(by: User, event: Event, seen: int, reference: str, scope: str) -> Picture | None:
    now = clock.now()
    dates = locked_dates(event, scope, seen, now)
    picture = _of(event, reference)
    shows = set(picture.events.values_list("pk", flat=True))
    dates = [one for one in dates if one.pk in shows]
    picture.events.remove(*dates)
    _note(by, dates, "picture_removed", now, picture)
    if picture.events.exists():
        return None
    picture.delete()
    return picture


def _of(event: Event, reference: str) -> Picture:
    found = event.pictures.filter(reference=reference).first()
    if found is None:
        raise Refused(picture_rules.picture_gone())
    return found


def _note(by: User, dates: list[Event], what: str, now: datetime, picture: Picture) -> None:
    for event in dates:
        writing.note(event, by, what, now, picture.alt_ko)


def path_of(picture: Picture) -> Path:
    """Where the file lies, outside the web root."""
    return Path(settings.PICTURES_DIR) / picture.stored


def tidy() -> int:
    """Delete the files that no row speaks of, when they are not quite new; how many.

    And the rows that no event shows: taken out of two dates at the same moment, the last one is
    seen by neither.
    """
    Picture.objects.filter(events=None, at__lt=clock.now() - stored_files.UNTOUCHED).delete()
    return stored_files.tidy(
        Path(settings.PICTURES_DIR),
        lambda stored: Picture.objects.filter(stored=stored).exists(),
        clock.now(),
    )
