"""What the tests of the roof have at hand."""

from tests.notices.fixtures import mail_server, write

__all__ = ["mail_server", "write"]
