"""Every text of the house is complete in Korean, and English needs no catalogue."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation

from bin import catalogue

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]|\{(\w*)[^}]*\}")


@pytest.fixture(scope="module")
def kept() -> Catalog:
    return catalogue.read()


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    return catalogue.extract()


def names(catalogue_read: Catalog) -> set[tuple[str, str | None]]:
    return {(first(message.id), message.context) for message in catalogue.texts(catalogue_read)}


def first(text: str | tuple[str, ...] | list[str] | None) -> str:
    return text if isinstance(text, str) else text[0] if text else ""


def placeholders(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)}


def differs(message: Message) -> bool:
    """Whether a translation leaves out, or makes up, something to be filled in. Korean has one form
    for all numbers; it may say the number where English says "a room"."""
    translated = placeholders(first(message.string))
    if isinstance(message.id, str):
        return translated != placeholders(message.id)
    return not translated <= placeholders(" ".join(message.id))


def test_every_text_has_a_korean_translation(extracted: Catalog, kept: Catalog) -> None:
    lost = names(extracted) - names(kept)
    untranslated = [first(message.id) for message in catalogue.missing(kept)]
    assert not lost, "Run bin/messages update, then translate what is new."
    assert not untranslated, "Translate these in locale/ko/LC_MESSAGES/django.po."


def test_no_text_hides_in_an_f_string() -> None:
    """Where no program that gathers texts finds it."""
    hidden = [
        f"{path.relative_to(catalogue.ROOT)}:{call.lineno}"
        for folder in catalogue.SOURCES
        for path in (catalogue.ROOT / folder).rglob("*.py")
        for whole in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in catalogue.KEYWORDS and isinstance(call.args[0], ast.Constant)
    ]
    assert not hidden


def test_no_translation_is_left_over(extracted: Catalog, kept: Catalog) -> None:
    assert not kept.obsolete
    assert not names(kept) - names(extracted), "Run bin/messages update."


def test_placeholders_are_the_same_in_both_languages(kept: Catalog) -> None:
    untranslated = {message.id for message in catalogue.missing(kept)}
    translated = [message for message in catalogue.texts(kept) if message.id not in untranslated]
    assert not [message.id for message in translated if differs(message)]


def test_the_catalogue_is_written_as_bin_messages_writes_it(kept: Catalog, tmp_path: Path) -> None:
    catalogue.write(kept, tmp_path / "django.po")
    assert (tmp_path / "django.po").read_bytes() == catalogue.KOREAN.read_bytes()


def test_english_needs_no_catalogue(kept: Catalog) -> None:
    some = next(m.id for m in catalogue.texts(kept) if isinstance(m.id, str) and not m.context)
    with translation.override("en"):
        assert translation.gettext(some) == some


def test_texts_are_found_in_templates(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "{% if rooms %}\n    <h1>{% translate 'A room' %}</h1>\n  <p>it's \"{{ _('Free') }}\"</p>\n"
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} place\n"
        "{% plural %}\n  {{ n }} places\n{% endblocktranslate %}{% endif %}\n"
        "{% translate 'May' context 'month' %}",
        encoding="utf-8",
    )
    assert set(catalogue.messages_in(page)) == {
        ("A room", None),
        ("Free", None),
        (("%(n)s place", "%(n)s places"), None),
        ("May", "month"),
    }


def test_texts_are_found_in_python(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        'a = _("A " "room")\nb = pgettext_lazy("month", "May")\nc = gettext(a)\n'
        'd = ngettext("%(n)s place", "%(n)s places", n)\n',
        encoding="utf-8",
    )
    assert set(catalogue.messages_in(module)) == {
        ("A room", None),
        ("May", "month"),
        (("%(n)s place", "%(n)s places"), None),
    }
