"""Codes by letter: asked for, entered once, five tries, ten minutes, only in the browser that asked."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.limits import CODE_DIGITS, CODE_MINUTES, CODE_TRIES, LETTERS_OF_PROVEN_DEVICE, WRONG_CODES_OF_NETWORK
from accounts.models import Challenge
from accounts.proofs import has_proven, prove
from operations.ids import new_id
from operations.networks import network_of
from operations.rate_limits import one_try, spend
from outbox.budgets import asking_for_a_letter, mailbox_with_room
from outbox.models import Mailbox
from outbox.posting import post

_PURPOSE = b"one-time-code"


class CodeNotAccepted(Exception):
    """The code is wrong, expired, used, has no tries left, or belongs to another browser: nobody is told which."""


def ask(
    *,
    purpose: str,
    address: str,
    device: str,
    language: str,
    network: str,
    now: datetime,
    about: UUID | None = None,
) -> Challenge:
    """Post a letter with a code to an address.

    In: the purpose, which is also the kind of the letter (its function finds the challenge by `letter.about`); the hash
    of the asking browser's cookie; the asker's network address; what it is about, if anything. Out: the challenge.
    The same queries, the same letter and the same answer whoever has an account. Raises TooManyTries, and then nothing
    was written. When the mailbox's owner has stopped such letters, there is a challenge and no letter.
    """
    if has_proven(device=device, address=address, now=now):
        spending = {LETTERS_OF_PROVEN_DEVICE: device}
        with one_try(spending=spending):
            spend(spending=spending)
            return _begin(purpose, address, device, language, about, now, mailbox=None)
    with asking_for_a_letter(to=address, network=network), transaction.atomic():
        mailbox = mailbox_with_room(address=address, now=now)
        return _begin(purpose, address, device, language, about, now, mailbox=mailbox)


def _begin(
    purpose: str,
    address: str,
    device: str,
    language: str,
    about: UUID | None,
    now: datetime,
    *,
    mailbox: Mailbox | None,
) -> Challenge:
    with transaction.atomic(savepoint=False):
        challenge = Challenge.objects.create(
            id=new_id(now=now),
            purpose=purpose,
            address=address,
            device=device,
            about=about,
            created_at=now,
            expires_at=now + timedelta(minutes=CODE_MINUTES),
        )
        post(
            kind=purpose,
            about=challenge.id,
            to=address,
            language=language,
            asker_proven=mailbox is None,
            now=now,
            mailbox=mailbox,
        )
    return challenge


def latest(*, purpose: str, device: str, now: datetime, about: UUID | None = None) -> Challenge | None:
    """The code that this browser asked for last and may still enter, however often it tried; None when there is none."""
    asked = Challenge.objects.filter(device=device, purpose=purpose, about=about, expires_at__gt=now)
    return asked.filter(entered_at__isnull=True).order_by("-created_at", "-id").first() if device else None


def enter(*, challenge_id: UUID, device: str, code: str, now: datetime) -> Challenge:
    """Take a code; when it is right, this browser has proven the address.

    In: what was typed, spaces and dashes and foreign digits included. Out: the challenge, used up.
    Raises CodeNotAccepted, alike for every reason.
    """
    open_ones = Challenge.objects.filter(id=challenge_id, device=device, entered_at__isnull=True, expires_at__gt=now)
    # Counted before it is looked at, in one update: a hundred guesses at the same moment are five.
    if not open_ones.filter(tries__lt=CODE_TRIES).update(tries=F("tries") + 1):
        raise CodeNotAccepted
    challenge = Challenge.objects.get(id=challenge_id)
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if True not in [hmac.compare_digest(_code(challenge.id, key), _digits(code)) for key in keys]:
        raise CodeNotAccepted
    with transaction.atomic():
        if not open_ones.update(entered_at=now):
            raise CodeNotAccepted
        challenge.entered_at = now
        prove(device=device, address=challenge.address, now=now)
    return challenge


@contextmanager
def one_guess(*, network: str) -> Iterator[None]:
    """Count a code that turns out not to be accepted for the network it came from, whichever address it was for.

    In: the asker's own address (REMOTE_ADDR), which may be empty. Raises TooManyTries before anything is done.
    """
    spending = {WRONG_CODES_OF_NETWORK: named} if (named := network_of(address=network)) else {}
    with one_try(spending=spending):
        try:
            yield
        except CodeNotAccepted:
            spend(spending=spending)
            raise


def is_live(*, challenge: Challenge, now: datetime) -> bool:
    """Whether its code may still be entered: what a letter asks before it leaves late."""
    return challenge.entered_at is None and now < challenge.expires_at


def code_of(*, challenge: Challenge) -> str:
    """The code, for the letter and for nothing else."""
    return _code(challenge.id, settings.SECRET_KEY)


def _code(challenge_id: UUID, key: str) -> str:
    digest = hmac.digest(key.encode(), _PURPOSE + challenge_id.bytes, sha256)
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _digits(text: str) -> str:
    """The digits in what was typed, in their plain form: full-width and Arabic ones are digits too."""
    return "".join(str(int(each)) for each in text[:100] if each.isdecimal())
