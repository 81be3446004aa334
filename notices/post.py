"""Handing one e-mail to the mail server, and reading what its answer means."""

import traceback
from email.utils import format_datetime
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from lib import clock
from notices.letters import Letter, one_line
from notices.models import Notice


class PostOfficeClosed(Exception):
    """The mail server cannot be reached or lets nobody in. No letter is to blame."""


class Undeliverable(Exception):
    """Trying again would give the same answer."""


def email(notice: Notice, letter: Letter) -> EmailMultiAlternatives:
    """The e-mail of a letter. Message-ID and Date are the notice's: sent twice, it is one letter.

    Raises Undeliverable when the address is none.
    """
    try:
        validate_email(notice.to)
    except ValidationError:
        raise Undeliverable("not an e-mail address") from None
    written = notice.first_tried_at or notice.written_at
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.to],
        headers={
            "Message-ID": notice.message_id,
            "Date": format_datetime(written.astimezone(clock.SEOUL)),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            "Content-Language": notice.language,
        },
    )
    message.encoding = "utf-8"
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for attachment in letter.attachments:
        message.attach(one_line(attachment.name), attachment.content, attachment.mimetype)
    return message


class PostOffice:
    """A connection to the mail server, opened when first wanted and kept for a round of letters."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """See that there is a connection. Raises PostOfficeClosed."""
        try:
            self._connection.open()
        except (OSError, SMTPException) as error:  # the second is also the first, since 3.4
            raise PostOfficeClosed(reason(error)) from error

    def send(self, message: EmailMultiAlternatives) -> None:
        """Hand the e-mail over.

        Raises Undeliverable when the server says never (5xx to the address), anything else when
        it may go better another time. After an error the connection is a fresh one.
        """
        try:
            self._connection.send_messages([message])
        except SMTPRecipientsRefused as error:
            self.close()
            codes = {code for code, _ in error.recipients.values()}
            if all(500 <= code < 600 for code in codes):
                raise Undeliverable(reason(error)) from error
            raise
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """Hang up. What the server thinks of it does not matter any more."""
        try:
            self._connection.close()
        except (OSError, SMTPException):
            self._connection = get_connection()


def reason(error: BaseException) -> str:
    """What went wrong, in a few words and without personal data.

    The message of an error is left out, as mail servers repeat the address in it and writers the
    facts; the kind of error, the server's code and the line of our own are enough to find it.
    """
    if isinstance(error, Undeliverable | PostOfficeClosed):
        return str(error)
    name = type(error).__name__
    if isinstance(error, SMTPRecipientsRefused):
        return f"{name} {', '.join(sorted({str(code) for code, _ in error.recipients.values()}))}"
    if isinstance(error, SMTPResponseException):
        return f"{name} {error.smtp_code}"
    if isinstance(error, OSError):
        return name if error.errno is None else f"{name} errno {error.errno}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{name}{place}"
