"""What the tests of notices have at hand."""

from tests.notices.fixtures import mail_server, noon, write

__all__ = ["mail_server", "noon", "write"]
