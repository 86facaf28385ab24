"""The customer's own cookie, and who is signed in with it."""

from datetime import datetime, timedelta
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
    # One row by its key: what makes it live is judged here, as each further condition costs more than the row.
    found = next(iter(SignIn.objects.select_related("person").filter(key_hash=hash_of(key))), None)
    now = timezone.now()
    if found is None or not _is_live(found, now):
        return None
    if now - found.last_used_at > timedelta(seconds=NOTE_USE_SECONDS):
        SignIn.objects.filter(id=found.id, ended_at__isnull=True).update(last_used_at=now)
        found.last_used_at = now
    return found


def _is_live(sign_in: SignIn, now: datetime) -> bool:
    is_used = now - sign_in.last_used_at < timedelta(days=UNUSED_DAYS)
    return sign_in.ended_at is None and is_used and now - sign_in.created_at < timedelta(days=SIGN_IN_DAYS)


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
