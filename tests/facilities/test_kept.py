"""What is kept, and what is not."""

import pytest
from django.core.cache import caches

from facilities.kept import kept


@pytest.fixture(autouse=True)
def _nothing_is_kept_yet() -> None:
    caches["pages"].clear()


def test_the_same_facts_are_rendered_once() -> None:
    texts = iter(["first", "second"])
    assert kept("part", lambda: "facts", lambda: next(texts)) == "first"
    assert kept("part", lambda: "facts", lambda: next(texts)) == "first"


def test_other_facts_and_other_parts_are_rendered_anew() -> None:
    assert kept("part", lambda: "facts", lambda: "first") == "first"
    assert kept("part", lambda: "other-facts", lambda: "second") == "second"
    assert kept("other-part", lambda: "facts", lambda: "third") == "third"


def test_what_was_rendered_while_the_facts_moved_on_is_not_kept() -> None:
    """Booked while the page was made, cancelled after: the old facts are back, the page is not."""
    keys = iter(["free", "taken"])
    assert kept("week", lambda: next(keys), lambda: "shows it taken") == "shows it taken"
    assert kept("week", lambda: "free", lambda: "shows it free") == "shows it free"
