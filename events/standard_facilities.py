"""The facilities of the building as rows of the national standard (29 columns)."""

import re
from datetime import date, time

from django.conf import settings
from django.urls import reverse

from events.standard_files import Row
from facilities.catalogue import Catalogue, Listing
from facilities.models import Building, Policy
from facilities.models.fee_rules import FeeUnit
from facilities.models.places import Basis, HolidayRule
from lib import formats

_WEEKDAYS = "월화수목금토일"
_WEEKEND = (5, 6)
_HOLIDAYS = {
    HolidayRule.OPEN: "",
    HolidayRule.FEAST_DAYS: "설날+추석",
    HolidayRule.CLOSED: "공휴일",
    HolidayRule.CLOSED_BUT_CHILDRENS_DAY: "공휴일(어린이날 제외)",
}
_POSTCODE = re.compile(r"^\(\d{5}\)\s*")
NOT_STATED = "00:00"  # what the standard's files write where there are no hours


def facility_rows(known: Catalogue, today: date) -> list[Row]:
    """All published facilities, as they stand today. In Korean, whatever the active language."""
    return [_row(listing, today) for listing in known.listings if listing.spaces]


def address_of(building: Building) -> str:
    """The road-name address without the postcode."""
    return _POSTCODE.sub("", str(getattr(building, "address_ko", "")))


def institution(building: Building) -> dict[str, str]:
    """Who provides the data: the same in both files, but for the spelling of the names."""
    return {"code": settings.INSTITUTION_CODE, "name": str(getattr(building, "name_ko", ""))}


def _row(listing: Listing, today: date) -> Row:
    facility, building = listing.facility, listing.spaces[0].building
    weekdays, weekend = _hours(listing, range(5), today), _hours(listing, _WEEKEND, today)
    floors = dict.fromkeys(str(getattr(space, "floor_ko", "")) for space in listing.spaces)
    who = institution(building)
    return {
        "openFcltyNm": _korean(facility, "name"),
        "openLcNm": f"{who['name']} {', '.join(floors)}".strip(),
        "openFcltyType": "기타(회차별 이용)" if facility.basis == Basis.SESSION else "기타(대관)",
        "rstde": _closed(listing, today),
        "weekdayOperOpenHhmm": weekdays[0],
        "weekdayOperColseHhmm": weekdays[1],
        "wkendOperOpenHhmm": weekend[0],
        "wkendOperCloseHhmm": weekend[1],
        **_fee(listing.policy_on(today)),
        "aceptncPosblCo": str(facility.capacity or ""),
        "ar": str(sum(space.area_m2 or 0 for space in listing.spaces) or ""),
        "etcFclty": _korean(facility, "equipment"),
        "sbscrptnMthSe": _applied_how(listing, today),
        "fcltyPicInfo": "",
        "rdnmadr": address_of(building),
        "lnmadr": "",  # not published by the city, and not needed beside the road name
        "institutionNm": who["name"],
        "chrgDeptNm": _korean(facility, "department"),
        "phoneNumber": formats.phone(facility.phone),
        "homepageUrl": f"{settings.SITE_URL}{reverse('facilities:facility', args=[facility.slug])}",
        "latitude": str(building.latitude),
        "longitude": str(building.longitude),
        "referenceDate": today.isoformat(),
        "insttCode": who["code"],
        "insttNm": who["name"],
    }


def _korean(row: object, name: str) -> str:
    return str(getattr(row, f"{name}_ko", "") or "")


def _days(listing: Listing, today: date) -> dict[int, tuple[time, time]]:
    """By weekday, from when until when: the first opening and the last closing."""
    found: dict[int, tuple[time, time]] = {}
    for row in listing.hours:
        if (row.valid_from or today) <= today <= (row.valid_until or today):
            opens, closes = found.get(row.weekday, (row.opens_at, row.closes_at))
            found[row.weekday] = (min(opens, row.opens_at), max(closes, row.closes_at))
    return found


def _hours(listing: Listing, weekdays: range | tuple[int, ...], today: date) -> tuple[str, str]:
    days = [hours for day, hours in _days(listing, today).items() if day in weekdays]
    if not days:
        return NOT_STATED, NOT_STATED
    opens, closes = min(one[0] for one in days), max(one[1] for one in days)
    return formats.clock_time(opens), formats.clock_time(closes)


def _closed(listing: Listing, today: date) -> str:
    open_on = _days(listing, today)
    parts = [name for number, name in enumerate(_WEEKDAYS) if open_on and number not in open_on]
    holidays = _HOLIDAYS[HolidayRule(listing.facility.holiday_rule)]
    return "+".join([*parts, *([holidays] if holidays else [])]) or "연중무휴"


def _fee(policy: Policy | None) -> dict[str, str]:
    """What use costs. By the hour it can be said in these columns; by area only that it costs."""
    costs = policy is not None and policy.fee_won > 0
    by_hour = policy is not None and costs and policy.fee_unit == FeeUnit.HOUR
    won = str(policy.fee_won) if policy is not None and by_hour else "" if costs else "0"
    unit = "1" if by_hour else ""
    return {
        "pchrgUseYn": "Y" if costs else "N",
        "useStdrTime": unit,
        "rntfee": won,
        "excessUseUnitTime": unit,
        "excessRntfee": won,
    }


def _applied_how(listing: Listing, today: date) -> str:
    online = listing.is_online_on(today) or listing.is_applied_for_on(today)
    return "인터넷+방문" if online else "전화+방문"
