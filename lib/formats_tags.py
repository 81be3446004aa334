"""The formats as template filters; a builtin of every template, so nobody needs to load it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import translate_url

from lib import formats, references
from lib.spans import Span

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """A date, or the Seoul date of a moment; nothing for None."""
    return formats.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A date with its time in Seoul; nothing for None."""
    return formats.moment(value) if value else ""


@register.filter
def clock_time(value: time | datetime | None) -> str:
    """A time of day, 24 hours. Midnight is a time, so only None gives nothing."""
    return "" if value is None else formats.clock_time(value)


def _span_of(value: Any) -> Span:
    return value if isinstance(value, Span) else Span(value.starts_at, value.ends_at)


@register.filter
def period(value: Any) -> str:
    """A span, or anything with `starts_at` and `ends_at`, with its day; nothing for None."""
    return formats.period(_span_of(value)) if value else ""


@register.filter
def times(value: Any) -> str:
    """From when to when, without the day; nothing for None."""
    return formats.times(_span_of(value)) if value else ""


@register.filter
def duration(value: timedelta | None) -> str:
    """A length of time in hours and minutes; nothing for None."""
    return "" if value is None else formats.how_long(value)


@register.filter
def won(value: int | None) -> str:
    """An amount of money; nothing for None."""
    return "" if value is None else formats.won(value)


@register.filter
def masked_name(value: str | None) -> str:
    """A name of a person with its middle hidden."""
    return formats.masked_name(value or "")


@register.filter
def masked_phone(value: str | None) -> str:
    """A stored telephone number with its middle hidden."""
    return formats.masked_phone(value) if value else ""


@register.filter
def phone(value: str | None) -> str:
    """A stored telephone number with its hyphens."""
    return formats.phone(value or "")


@register.filter
def spaced(value: str | None) -> str:
    """A reference in groups of four."""
    return references.spaced(value or "")


@register.simple_tag(takes_context=True)
def translated_path(context: dict[str, Any], language: str) -> str:
    """The address of this page, query and all, in another language.

    Without a request in the context (a letter, a test) it is the front page.
    """
    request: HttpRequest | None = context.get("request")
    return translate_url(request.get_full_path() if request else "/", language)
