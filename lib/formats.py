"""How dates, money, names and telephone numbers are written, in Korean and in English.

Everything is shown in Seoul time. The language is `language` where given, else the active one of
Django; Korean is written for "ko", English for every other language. These functions run in loops
over a whole week of cells, so they are plain string work: no locale, no strftime.
"""

import re
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language

from lib.clock import SEOUL
from lib.spans import Span

KOREAN_WEEKDAYS = "월화수목금토일"
ENGLISH_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
EN_DASH = "\N{EN DASH}"

_MIDNIGHT = time(0)


def is_korean(language: str | None = None) -> bool:
    """Is this language (or, when none is given, the active one) Korean?"""
    return (language or get_language() or "ko").startswith("ko")


def in_seoul(value: datetime) -> datetime:
    """The moment as the clocks in Seoul show it; a naive datetime raises ValueError."""
    if value.tzinfo is None:
        raise ValueError(f"a moment must know its time zone: {value!r}")
    return value.astimezone(SEOUL)


def day(value: date, language: str | None = None) -> str:
    """A date, or the Seoul date of a moment: "2026. 11. 23.(월)", "Mon 23 Nov 2026"."""
    if isinstance(value, datetime):
        value = in_seoul(value)
    short = short_day(value, language)
    return f"{value.year}. {short}" if is_korean(language) else f"{short} {value.year}"


def short_day(value: date, language: str | None = None) -> str:
    """A date where the year is known: "11. 23.(월)", "Mon 23 Nov"."""
    if isinstance(value, datetime):
        value = in_seoul(value)
    if is_korean(language):
        return f"{value.month}. {value.day}.({KOREAN_WEEKDAYS[value.weekday()]})"
    weekday = ENGLISH_WEEKDAYS[value.weekday()]
    return f"{weekday} {value.day} {ENGLISH_MONTHS[value.month - 1]}"


def dated(value: date, language: str | None = None) -> str:
    """A date as official papers are dated, without its weekday: "2026. 11. 23.", "23 Nov 2026"."""
    if isinstance(value, datetime):
        value = in_seoul(value)
    if is_korean(language):
        return f"{value.year}. {value.month}. {value.day}."
    return f"{value.day} {ENGLISH_MONTHS[value.month - 1]} {value.year}"


def clock_time(value: time | datetime) -> str:
    """A time of day in 24 hours: "09:00". A moment gives its time in Seoul."""
    if isinstance(value, datetime):
        value = in_seoul(value)
    return f"{value.hour:02}:{value.minute:02}"


def moment(value: datetime, language: str | None = None) -> str:
    """A date with its time: "2026. 11. 23.(월) 14:00", "Mon 23 Nov 2026, 14:00"."""
    comma = "" if is_korean(language) else ","
    return f"{day(value, language)}{comma} {clock_time(value)}"


def end_time(value: datetime) -> str:
    """The time in Seoul at which something ends: midnight is 24:00 of the day before."""
    end = in_seoul(value)
    return "24:00" if end.time() == _MIDNIGHT else clock_time(end)


def times(span: Span, language: str | None = None) -> str:
    """From when to when on one day: "14:00~17:00", in English with an en dash.

    An end at midnight is 24:00.
    """
    return from_to(clock_time(span.starts_at), end_time(span.ends_at), language)


def dash(language: str | None = None) -> str:
    """What stands between the two ends of a range."""
    return "~" if is_korean(language) else EN_DASH


def from_to(first: str, last: str, language: str | None = None) -> str:
    """A range of anything: "월요일~금요일", in English with an en dash."""
    return f"{first}{dash(language)}{last}"


def period(span: Span, language: str | None = None) -> str:
    """A span with its day: "2026. 12. 5.(토) 14:00~17:00", "Sat 5 Dec 2026, 14:00" and so on.

    A span that ends at midnight ends at 24:00 of the day before, as timetables say it. One that
    covers several days names both: "2026. 12. 5.(토) 22:00 ~ 2026. 12. 6.(일) 02:00".
    """
    start, end = in_seoul(span.starts_at), in_seoul(span.ends_at)
    last = end.date() - timedelta(days=1) if end.time() == _MIDNIGHT else end.date()
    comma = "" if is_korean(language) else ","
    if last == start.date():
        return f"{day(start, language)}{comma} {times(span, language)}"
    ends = f"{day(last, language)}{comma} {end_time(end)}"
    return f"{moment(start, language)} {dash(language)} {ends}"


def days(first: date, last: date, language: str | None = None) -> str:
    """From one day to another: "2026. 11. 23.(월) ~ 2026. 11. 29.(일)", with a dash in English."""
    return f"{day(first, language)} {dash(language)} {day(last, language)}"


def how_long(value: timedelta, language: str | None = None) -> str:
    """A length of time: "2시간 30분", "2 h 30 min". Seconds are dropped; less than none raises."""
    minutes = int(value.total_seconds()) // 60
    if minutes < 0:
        raise ValueError(f"a length of time cannot be less than none: {value}")
    hours, minutes = divmod(minutes, 60)
    hour_word, minute_word = ("시간", "분") if is_korean(language) else (" h", " min")
    parts = [f"{hours:,}{hour_word}"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes}{minute_word}")
    return " ".join(parts)


def won(amount: int, language: str | None = None) -> str:
    """An amount in won: "30,000원", "30,000 won"."""
    return f"{amount:,}원" if is_korean(language) else f"{amount:,} won"


_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("천", "백", "십", "")
_MYRIADS = ("", "만", "억", "조", "경")


def _four_digits(number: int) -> str:
    digits = f"{number:04}"
    return "".join(
        _DIGITS[int(digit)] + place
        for digit, place in zip(digits, _PLACES, strict=True)
        if digit != "0"
    )


def number_in_words(number: int) -> str:
    """A whole number in Hangul as official papers write it, each "one" kept: 11000 is "일만일천".

    From 0 to below 10 ** 20; anything else raises ValueError.
    """
    if not 0 <= number < 10**20:
        raise ValueError(f"not a number that papers carry: {number}")
    words = ""
    for myriad in _MYRIADS:
        number, part = divmod(number, 10_000)
        if part:
            words = _four_digits(part) + myriad + words
    return words or _DIGITS[0]


def won_in_words(amount: int) -> str:
    """An amount as Korean official papers write it: "금30,000원(금삼만원)".

    The form is that of the rule on official documents (행정업무의 운영 및 혁신에 관한 규정
    시행규칙 제2조제2항), which keeps "일" so that nothing can be added before it.
    """
    return f"금{amount:,}원(금{number_in_words(amount)}원)"


_HANGUL_OR_HANJA = re.compile(r"[\uac00-\ud7a3\u3400-\u9fff\uf900-\ufaff]+")


def masked_name(name: str) -> str:
    """A name of a person with its middle hidden: 김호→김*, 김지호→김*호, 남궁민수→남**수.

    A name in other scripts keeps the first letter of each word: "John Smith" → "J*** S****".
    """
    words = name.split()
    together = "".join(words)
    if not _HANGUL_OR_HANJA.fullmatch(together):
        return " ".join(word[0] + "*" * (len(word) - 1) for word in words)
    if len(together) <= 2:
        return together[0] + "*"  # a name of one sign must not show whole either
    return together[0] + "*" * (len(together) - 2) + together[-1]


def masked_phone(number: str) -> str:
    """A stored telephone number with its middle hidden: "010-****-5678", "****-3100"."""
    parts = phone(number).split("-")
    if len(parts) == 1:
        return "*" * len(number)  # not a number that we know: nothing of it is safe to show
    return "-".join([*parts[:-2], "*" * len(parts[-2]), parts[-1]])


def masked_email(address: str) -> str:
    """An e-mail address with its person hidden: "kim***@example.com".

    At most three signs stay, and never more than half of the part before the @; a part of one
    sign is hidden whole. The number of stars says nothing about the length.
    """
    local, at, host = address.rpartition("@")
    if not at:
        return "***"
    return f"{local[: min(3, len(local) // 2)]}***@{host}"


_AREA_CODES = r"02|0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])"
_PHONE = re.compile(
    r"010\d{8}"  # mobile
    r"|01[16789]\d{7,8}"  # mobile of the old kind
    rf"|(?:{_AREA_CODES})\d{{7,8}}"  # by area
    r"|(?:070|080|050\d)\d{7,8}"  # internet, free of charge, personal
    r"|1[568]\d{6}"  # for the whole country: 1577-3100
)
_PHONE_SIGNS = re.compile(r"[\s().\-\u2010-\u2015\u2212\u00b7]")
_PHONE_PARTS = re.compile(rf"({_AREA_CODES}|070|080|050\d|01\d)(\d{{3,4}})(\d{{4}})")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－（）", "0123456789+-()")
_ABROAD = re.compile(r"(?:\+|00)82(?=\d)")


def phone_digits(text: str) -> str:
    """The digits to store of a Korean telephone number as people type it; ValueError if it is none.

    Accepts "010-0000-1234", "+82 10 0000 1234", "+82 (0)10-0000-1234", "031.729.2187", full-width
    digits.
    """
    digits = _PHONE_SIGNS.sub("", text.translate(_FULL_WIDTH))
    if abroad := _ABROAD.match(digits):
        rest = digits[abroad.end() :].removeprefix("0")
        digits = rest if re.fullmatch(r"1[568]\d{6}", rest) else f"0{rest}"
    if not digits.isascii() or not _PHONE.fullmatch(digits):
        raise ValueError("not a Korean telephone number")
    return digits


def phone(number: str) -> str:
    """A stored number as people read it: 010-0000-1234, 031-729-2187, 02-123-4567, 1577-3100.

    What is not a number that we know is shown as it is.
    """
    if len(number) == 8 and number.isdecimal():
        return f"{number[:4]}-{number[4:]}"
    found = _PHONE_PARTS.fullmatch(number)
    return "-".join(found.groups()) if found else number
