"""From a notice to its letter."""

from collections.abc import Callable

import pytest

from notices import letters
from notices.letters import Letter, UnknownKind, compose, one_line
from notices.models import Notice
from tests.notices.samples import KIND, write_sample

Write = Callable[..., Notice]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ko", "en"])
def test_compose_speaks_the_language_of_the_notice(write: Write, language: str) -> None:
    assert compose(write(language=language)).subject == f"[{language}] 모란관"


@pytest.mark.django_db
def test_compose_makes_the_subject_one_line(write: Write) -> None:
    notice = write(facts={"title": "모란관\r\nBcc: x@example.com\x07\u2028\t끝", "name": "n"})
    assert compose(notice).subject == "[ko] 모란관 Bcc: x@example.com 끝"


@pytest.mark.django_db
def test_compose_of_an_unknown_kind_says_so(write: Write) -> None:
    with pytest.raises(UnknownKind, match=r"nobody\.writes\.this"):
        compose(write(kind="nobody.writes.this"))


def test_register_refuses_a_second_writer() -> None:
    letters.register(KIND, write_sample)
    with pytest.raises(ValueError, match="two writers"):
        letters.register(KIND, lambda facts: Letter("", ""))


def test_one_line_keeps_korean_and_emoji() -> None:
    assert one_line(" 모란관 \x00 🎉 똠방각하 ") == "모란관 🎉 똠방각하"
