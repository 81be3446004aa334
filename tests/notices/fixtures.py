"""A notice to send, and a mail server that listens on this machine."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from lib import clock
from notices import letters, outbox
from notices.models import Notice
from tests.notices.samples import KIND, NOON, write_sample

letters.register(KIND, write_sample)


@pytest.fixture
def write() -> Callable[..., Notice]:
    """Write a sample notice; what is not given is made up."""

    def written(**changes: Any) -> Notice:
        given: dict[str, Any] = {
            "kind": KIND,
            "to": "jiho.kim@example.com",
            "language": "ko",
            "facts": {"title": "모란관", "name": "김지호"},
        }
        return outbox.write(**given | changes)

    return written


@dataclass
class MailServer:
    """What the loopback mail server was given, and how it answers."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    to_recipient: str = "250 OK"
    on_data: Callable[[], str] = lambda: "250 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=policy.default))
        return self.on_data()


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A real SMTP server; Django is set to send to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = MailServer(port=free.getsockname()[1])
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    try:
        yield server
    finally:
        controller.stop()


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock held at NOON."""
    with clock.stopped(NOON):
        yield
