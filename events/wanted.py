"""An event as an officer, an application or an import wants it: plain values, no rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from facilities.catalogue import Catalogue, Listing
from facilities.occupancy import Want
from lib.spans import Span

TEXT_MOST = 5000  # signs of a text in one language


@dataclass(frozen=True, slots=True)
class About:
    """What is told of it: the columns of `Event` of the same names."""

    title_ko: str
    category: str
    title_en: str = ""
    text_ko: str = ""
    text_en: str = ""
    organiser_ko: str = ""
    organiser_en: str = ""
    audience_ko: str = ""
    audience_en: str = ""
    price_ko: str = ""
    price_en: str = ""
    location_ko: str = ""
    location_en: str = ""
    phone: str = ""
    registration_url: str = ""


@dataclass(frozen=True, slots=True)
class PlaceWanted:
    """A facility for a span, with what it needs before and after (minutes)."""

    slug: str
    span: Span
    setup_minutes: int = 0
    clearing_minutes: int = 0

    @property
    def whole(self) -> Span:
        """Set-up and clearing included."""
        return self.span.widened(
            before=timedelta(minutes=self.setup_minutes),
            after=timedelta(minutes=self.clearing_minutes),
        )

    def want(self, listing: Listing) -> Want:
        """As the guard takes it."""
        return Want(listing.space_ids, self.whole)


@dataclass(frozen=True, slots=True)
class ItemWanted:
    """An item of the programme."""

    starts_at: datetime
    ends_at: datetime | None
    title_ko: str
    title_en: str = ""
    where_ko: str = ""
    where_en: str = ""

    def later(self, by: timedelta) -> "ItemWanted":
        """The same so much later."""
        ends_at = self.ends_at + by if self.ends_at else None
        return replace(self, starts_at=self.starts_at + by, ends_at=ends_at)


@dataclass(frozen=True, slots=True)
class EventWanted:
    """One date of an event, whole."""

    about: About
    span: Span
    is_all_day: bool = False
    places: tuple[PlaceWanted, ...] = ()
    programme: tuple[ItemWanted, ...] = ()

    def shifted(self, days: int) -> "EventWanted":
        """The same so many days later, at the same times of the day: Seoul has no summer time."""
        by = timedelta(days=days)
        return replace(
            self,
            span=_later(self.span, by),
            places=tuple(replace(one, span=_later(one.span, by)) for one in self.places),
            programme=tuple(one.later(by) for one in self.programme),
        )


def _later(span: Span, by: timedelta) -> Span:
    return Span(span.starts_at + by, span.ends_at + by)


def wants(places: Iterable[PlaceWanted], known: Catalogue) -> list[Want]:
    """What the guard is asked for. The rules have seen that each facility is there."""
    return [one.want(listing) for one in places if (listing := known.listing(one.slug))]
