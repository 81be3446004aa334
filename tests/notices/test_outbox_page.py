"""The outbox of the demo: there only in the demo, safe whatever the letters hold."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from notices.models import Notice

Write = Callable[..., Notice]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def pages_of(notice: Notice) -> list[str]:
    return [
        reverse("notices:outbox"),
        reverse("notices:letter", args=[notice.reference]),
        reverse("notices:attachment", args=[notice.reference, "booking.ics"]),
    ]


def test_outside_the_demo_there_is_no_such_page(
    client: Client, write: Write, settings: Settings
) -> None:
    pages = pages_of(write())  # first: the addresses are made when the first is asked for
    settings.DEMO = False
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


def test_in_the_demo_anyone_may_read(client: Client, write: Write) -> None:
    assert [client.get(page).status_code for page in pages_of(write())] == [200, 200, 200]


def test_reading_changes_nothing_and_a_post_is_refused(client: Client, write: Write) -> None:
    assert [client.post(page).status_code for page in pages_of(write())] == [405, 405, 405]


def test_an_unknown_letter_or_file_is_not_found(client: Client, write: Write) -> None:
    notice = write()
    other = reverse("notices:letter", args=["2" * 12])
    assert client.get(other).status_code == 404
    file = reverse("notices:attachment", args=[notice.reference, "other.pdf"])
    assert client.get(file).status_code == 404


def test_the_list_shows_the_newest_first_and_masks_the_address(
    client: Client, write: Write
) -> None:
    write(facts={"title": "older", "name": "n"})
    write(facts={"title": "newer", "name": "n"}, language="en")
    page = client.get(reverse("notices:outbox")).content.decode()
    assert page.index("[en] newer") < page.index("[ko] older")
    assert '<span lang="en">[en] newer</span>' in page
    assert "jiho.kim@example.com" not in page
    assert "jih***@example.com" in page


def test_an_empty_outbox_says_what_to_do(client: Client) -> None:
    page = client.get("/en" + reverse("notices:outbox")).content.decode()
    assert "There is no letter yet" in page


def test_the_list_costs_the_same_with_one_letter_and_with_many(
    client: Client, write: Write, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        write()
        with django_assert_num_queries(2):  # how many, and one page of them
            client.get(reverse("notices:outbox"))
        for _ in range(25):
            write()
    assert client.get(reverse("notices:outbox") + "?page=3").context["page"].number == 3
    assert client.get(reverse("notices:outbox") + "?page=x").context["page"].number == 1


def test_links_of_the_letter_can_be_followed_and_its_text_is_escaped(
    client: Client, write: Write
) -> None:
    notice = write(facts={"title": "<b>t</b>", "name": "<script>alert(1)</script>"})
    page = client.get(reverse("notices:letter", args=[notice.reference])).content.decode()
    assert 'href="https://www.example.kr/ko/?a=1&amp;b=2"' in page
    assert "<script>alert" not in page
    assert "<b>t</b>" not in page


def test_a_letter_that_cannot_be_written_hides_no_other(client: Client, write: Write) -> None:
    broken = write(kind="nobody.writes.this")
    write()
    page = client.get(reverse("notices:outbox")).content.decode()
    assert "nobody.writes.this" in page
    assert "[ko] 모란관" in page
    shown = client.get(reverse("notices:letter", args=[broken.reference]))
    assert shown.status_code == 200


def test_a_file_is_saved_under_its_name(client: Client, write: Write) -> None:
    answer = client.get(reverse("notices:attachment", args=[write().reference, "booking.ics"]))
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert answer["Content-Type"] == "text/calendar; method=PUBLISH"
    assert answer["Content-Disposition"] == 'attachment; filename="booking.ics"'
    assert answer["X-Content-Type-Options"] == "nosniff"
