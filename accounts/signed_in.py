"""The customer's own cookie, and who is signed in with it."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.limits import NOTE_USE_SECONDS, SIGN_IN_DAYS, UNUSED_DAYS
from accounts.models import Person, SignIn

_PURPOSE = b"customer-cookie:"


def person_of(*, request: HttpRequest) -> Person | None:
    """Who is signed in in this browser; None when nobody is. Asks the database once a request, and not without a cookie.

    Reads the clock, as only views call it.
    """
    sign_in = sign_in_of(request=request)
    return sign_in.person if sign_in else None


def sign_in_of(*, request: HttpRequest) -> SignIn | None:
    """The live sign-in of this browser, its person with it; None when there is none."""
    asked: Any = request
    if not hasattr(asked, "customer_sign_in"):
        asked.customer_sign_in = _find(request.COOKIES.get(settings.CUSTOMER_COOKIE_NAME, ""))
    found: SignIn | None = asked.customer_sign_in
    return found


def _find(key: str) -> SignIn | None:
    if not key:
        return None
    now = timezone.now()
    live = SignIn.objects.filter(
        key_hash=hash_of(key),
        ended_at__isnull=True,
        last_used_at__gt=now - timedelta(days=UNUSED_DAYS),
        created_at__gt=now - timedelta(days=SIGN_IN_DAYS),
    )
    found = live.select_related("person").first()
    if found and now - found.last_used_at > timedelta(seconds=NOTE_USE_SECONDS):
        live.update(last_used_at=now)
        found.last_used_at = now
    return found


def remember(*, response: HttpResponse, key: str) -> None:
    """Set the cookie."""
    response.set_cookie(
        settings.CUSTOMER_COOKIE_NAME,
        key,
        max_age=SIGN_IN_DAYS * 24 * 3600,
        secure=settings.CUSTOMER_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(*, response: HttpResponse) -> None:
    """Remove the cookie."""
    response.delete_cookie(settings.CUSTOMER_COOKIE_NAME, samesite="Lax")


def hash_of(key: str) -> str:
    """What rows store of a cookie: its 256 random bits need no secret of ours to be unguessable."""
    return sha256(_PURPOSE + key.encode()).hexdigest()
