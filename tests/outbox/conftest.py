"""A mail server of the test's own, and the outbox set to speak to it."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from tests.outbox.sink import MailServer


@pytest.fixture
def server(settings: LazySettings) -> Iterator[MailServer]:
    """A real server on loopback, to which letters go; impatience makes the tests quick."""
    running = MailServer()
    running.begin()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 0.4
    settings.PUBLIC_URL = "https://support.example.com"
    yield running
    running.stop()
