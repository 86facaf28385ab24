"""The WSGI application, behind two guards: a body cut in the middle is a fault, and a probe may ask at any address."""

import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraken_support.settings.base")

PROBED = frozenset({"/healthz", "/readyz"})


class BodyCutShort(OSError):
    """The connection ended before the announced body did; Django turns this into UnreadablePostError."""


class WholeBody:
    """A body that raises when it ends early: Django's parser would take half a file for a whole one."""

    def __init__(self, stream: Any, announced: int) -> None:
        self.stream, self.missing = stream, announced

    def _checked(self, data: bytes, wanted: int) -> bytes:
        self.missing -= len(data)
        if not data and wanted != 0 and self.missing > 0:
            raise BodyCutShort(f"{self.missing} bytes of the body never arrived")
        return data

    def read(self, size: int = -1) -> bytes:
        """Read up to size bytes; raises BodyCutShort when the body ends before its announced length."""
        return self._checked(self.stream.read() if size < 0 else self.stream.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        """Read one line; raises BodyCutShort when the body ends before its announced length."""
        return self._checked(self.stream.readline() if size < 0 else self.stream.readline(size), size)


def guard_body(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Wrap a WSGI application so that it never mistakes a cut body for a complete one."""

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        announced = environ.get("CONTENT_LENGTH") or ""
        if announced.isdigit() and int(announced) > 0:
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(announced))
        return application(environ, start_response)

    return guarded


def welcome_probes(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Wrap a WSGI application so that it tells its health at whatever address it is reached.

    A container is probed by its own number, which is not among the names that customers use.
    """

    def welcoming(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in PROBED:
            environ["HTTP_HOST"] = urlsplit(settings.PUBLIC_URL).netloc
        return application(environ, start_response)

    return welcoming


application = welcome_probes(guard_body(get_wsgi_application()))
