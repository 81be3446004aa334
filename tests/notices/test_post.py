"""Letters by a real mail server: whole, refused, away."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from notices import delivery
from notices.models import Notice, State
from notices.post import PostOffice, PostOfficeClosed
from tests.notices.fixtures import MailServer
from tests.notices.samples import NOON

Write = Callable[..., Notice]
pytestmark = pytest.mark.usefixtures("noon")


@pytest.mark.django_db
def test_a_letter_by_real_smtp_arrives_whole(write: Write, mail_server: MailServer) -> None:
    notice = write()
    delivery.deliver_due()
    (message,) = mail_server.received
    assert message["Subject"] == "[ko] 모란관"
    assert message["Message-ID"] == notice.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "ko"
    text, html, calendar = (part for part in message.walk() if not part.is_multipart())
    assert text.get_content().startswith("김지호 님, https://www.example.kr")
    assert (html.get_content_type(), html.get_content().strip()) == (
        "text/html",
        "<p>김지호 님</p>",
    )
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "PUBLISH"
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_filename() == "booking.ics"
    assert "BEGIN:VCALENDAR" in calendar.get_content()


@pytest.mark.django_db
def test_a_mail_server_that_is_down_costs_no_attempt(write: Write, settings: Settings) -> None:
    write()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # discard: nobody listens there
    with pytest.raises(PostOfficeClosed, match="ConnectionRefusedError"):
        delivery.deliver_due()
    notice = Notice.objects.get()
    assert (notice.attempts, notice.claimed_until, notice.due_at) == (0, None, NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such user a@example.com", State.GIVEN_UP), ("451 come back later", State.WAITING)],
)
def test_an_address_that_is_refused(
    write: Write, mail_server: MailServer, answer: str, state: State
) -> None:
    write()
    mail_server.to_recipient = answer
    delivery.deliver_due()
    notice = Notice.objects.get()
    assert notice.state == state
    assert notice.last_error == f"SMTPRecipientsRefused {answer[:3]}"


@pytest.mark.django_db
def test_a_letter_after_a_refused_one_goes_out(write: Write, mail_server: MailServer) -> None:
    write()
    write()
    answers = iter(["552 too much", "250 OK"])
    mail_server.on_data = lambda: next(answers)
    delivery.deliver_due()
    assert [notice.last_error for notice in Notice.objects.order_by("pk")] == [
        "SMTPDataError 552",
        "",
    ]


@pytest.mark.django_db
def test_a_text_that_cannot_be_encoded_is_given_up(write: Write, mail_server: MailServer) -> None:
    notice = write()
    notice.facts["name"] = "half a sign: \ud83d"  # neither engine keeps it; a writer could make it
    assert delivery.claim(notice)
    with PostOffice() as office:
        delivery.deliver(notice, office)
    assert mail_server.received == []
    saved = Notice.objects.get()
    assert saved.state == State.GIVEN_UP
    assert saved.last_error.startswith("UnicodeEncodeError")
