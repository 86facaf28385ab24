"""The browser's own cookie: it alone opens drafts begun and requests sent in this browser, without an account."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_PURPOSE = b"device-cookie:"
_KEY_BYTES = 32


def device_of(*, request: HttpRequest) -> str:
    """The hash that rows store for this browser; empty when it has no cookie yet."""
    key = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return _hash(key) if key else ""


def remember_device(*, response: HttpResponse, key: str) -> None:
    """Set the cookie (again, so that it lives as long as the newest draft may be of use)."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        key,
        max_age=settings.DEVICE_COOKIE_DAYS * 24 * 3600,
        secure=settings.DEVICE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_key(*, request: HttpRequest) -> tuple[str, str]:
    """The browser's key, made when it has none, and its hash. The caller sets the cookie on its response."""
    key = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "") or secrets.token_urlsafe(_KEY_BYTES)
    return key, _hash(key)


def forget_device(*, response: HttpResponse) -> None:
    """Remove the cookie: this browser no longer opens anything."""
    response.delete_cookie(settings.DEVICE_COOKIE_NAME, samesite="Lax")


def _hash(key: str) -> str:
    # No secret of ours is needed: nobody guesses 256 random bits, so a stolen row does not lead back to a cookie. And
    # without one, a new SECRET_KEY shuts nobody out of what they began.
    return sha256(_PURPOSE + key.encode()).hexdigest()
