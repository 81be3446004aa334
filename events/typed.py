"""An event as its form would have been typed: what the page of a change begins with."""

import datetime as dt
from dataclasses import asdict

from events.rows import ITEM, PLACE, Kept, with_rows
from events.wanted import EventWanted, ItemWanted, PlaceWanted
from lib import formats
from lib.spans import Span

DAY = dt.timedelta(days=1)


def empty() -> Kept:
    """A form with one row for a place, to begin with."""
    return with_rows(with_rows({}, PLACE, [{}]), ITEM, [])


def typed_of(wanted: EventWanted) -> Kept:
    """As somebody would have typed it. Hours of a place that are the event's are left empty."""
    kept: Kept = {name: [str(value)] for name, value in asdict(wanted.about).items()}
    first, starts, last, ends = _parts(wanted.span)
    kept["first_day"] = [first.isoformat()]
    if last != first:
        typed = last if wanted.is_all_day else _typed_last(last, ends)
        kept["last_day"] = [typed.isoformat()]
    if wanted.is_all_day:
        kept["is_all_day"] = ["on"]
    else:
        kept |= {"starts": [f"{starts:%H:%M}"], "ends": [f"{ends:%H:%M}"]}
    kept = with_rows(kept, PLACE, [_place(one, wanted.span) for one in wanted.places])
    return with_rows(kept, ITEM, [_item(one, first) for one in wanted.programme])


def _parts(span: Span) -> tuple[dt.date, dt.time, dt.date, dt.time]:
    """First day and time, last day and time; midnight belongs to the day before it."""
    begins, ends = formats.in_seoul(span.starts_at), formats.in_seoul(span.ends_at)
    last = ends.date() - DAY if ends.time() == dt.time(0) else ends.date()
    return begins.date(), begins.time(), last, ends.time()


def _typed_last(last: dt.date, ends: dt.time) -> dt.date:
    """Until 00:00 of the day after."""
    return last + DAY if ends == dt.time(0) else last


def _place(one: PlaceWanted, whole: Span) -> dict[str, str]:
    row = {"facility": one.slug}
    row |= {
        name: str(value)
        for name, value in (
            ("setup_minutes", one.setup_minutes),
            ("clearing_minutes", one.clearing_minutes),
        )
        if value
    }
    if one.span == whole:
        return row
    first, starts, last, ends = _parts(one.span)
    of_event = _parts(whole)
    row |= {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    if (first, last) != (of_event[0], of_event[2]):
        row["day"] = first.isoformat()
        if last != first:
            row["last_day"] = _typed_last(last, ends).isoformat()
    return row


def _item(one: ItemWanted, first: dt.date) -> dict[str, str]:
    begins = formats.in_seoul(one.starts_at)
    row = {"starts": f"{begins:%H:%M}"}
    if one.ends_at:
        row["ends"] = f"{formats.in_seoul(one.ends_at):%H:%M}"
    if begins.date() != first:
        row["day"] = begins.date().isoformat()
    texts = {name: getattr(one, name) for name in ("title_ko", "title_en", "where_ko", "where_en")}
    return row | {name: text for name, text in texts.items() if text}
