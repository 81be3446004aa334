"""Public festivities as rows of the national standard on festivals (18 columns)."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from events.models import Category, Event
from events.runs import days_of, runs
from events.standard_facilities import address_of, institution
from events.standard_files import Row
from facilities.models import Building
from lib import formats
from lib.spans import Span

# A festival (축제) is what everybody may come to and take part in; a talk or a course is none.
FESTIVE = (Category.MARKET, Category.WELFARE, Category.ARTS, Category.CHILDREN, Category.SPORT)
KEPT = timedelta(days=366)  # how far back the file goes


def festival_rows(now: datetime, today: date) -> list[Row]:
    """Those that take place, the earliest first. In Korean.

    Each date of a series is a row, and each run of days of one that has days between.
    """
    building = Building.objects.order_by("pk").first()
    if building is None:
        return []
    events = Event.objects.taking_place().filter(category__in=FESTIVE, ends_at__gt=now - KEPT)
    rows = events.order_by("starts_at", "pk").with_places()
    return [_row(event, span, building, today) for event in rows for span in runs(event)]


def _row(event: Event, span: Span, building: Building, today: date) -> Row:
    first, last = days_of(span)
    who = institution(building)
    return {
        "fstvlNm": event.title_ko,
        "fstvlStartDate": first.isoformat(),
        "fstvlEndDate": last.isoformat(),
        "fstvlCo": event.text_ko or "",
        "mnnstNm": event.organiser_ko or "",
        "auspcInsttNm": event.organiser_ko or "",
        "suprtInsttNm": "",
        "phoneNumber": formats.phone(event.phone) if event.phone else "",
        "homepageUrl": f"{settings.SITE_URL}{reverse('events:event', args=[event.reference])}",
        "relateInfo": str(Category(event.category).label),
        "lnmadr": "",
        **_where(event, span, building, who["name"]),
        "referenceDate": today.isoformat(),
        "instt_code": who["code"],
        "instt_nm": who["name"],
    }


def _where(event: Event, span: Span, building: Building, house: str) -> dict[str, str]:
    """The house's name, address and coordinates only for what is in the house.

    Of a place elsewhere no more is known than what was written.
    """
    elsewhere = event.location_ko or ""
    places = [one for one in event.places.all() if one.span.overlaps(span)]
    names = [str(getattr(one.facility, "name_ko", "")) for one in places]
    if not names:
        return {"opar": elsewhere, "rdnmadr": "", "latitude": "", "longitude": ""}
    where = ", ".join(dict.fromkeys([*names, *filter(None, [elsewhere])]))
    return {
        "opar": f"{house} {where}",
        "rdnmadr": address_of(building),
        "latitude": str(building.latitude),
        "longitude": str(building.longitude),
    }
