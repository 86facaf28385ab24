"""Sends one letter: claim its row, write it, hand it to the mail server, settle; safe to run twice and to be killed anywhere."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import QuerySet
from django.utils.translation import override

from operations.clock import database_now
from outbox.letters import Content, content_of
from outbox.limits import LEASE_SECONDS, MAX_TRIES, OUTAGE_RETRY_SECONDS, WAIT_MINUTES
from outbox.models import Letter, LetterState
from outbox.rendering import message_of

log = structlog.get_logger(__name__)

SERVER_AWAY = "server-away"
"""The fault of letters that wait for a server that takes nothing from anybody."""
NOT_WRITTEN = "not-written"
CUT_OFF = "cut-off"
WORKER_DIED = "worker-died"


class ServerAway(Exception):
    """The mail server cannot be reached, or does not let us in: that is no letter's fault."""


class PutOff(Exception):
    """The server did not take this letter now; `fault` says why."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"Put off: {fault}")
        self.fault = fault


class Refused(Exception):
    """The server will never take this letter; `fault` is its answer."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"Refused: {fault}")
        self.fault = fault


def deliver(*, letter_id: UUID, at_once: bool = False) -> None:
    """Send one letter if it is due, or put it back for a later try.

    1. Claim: one conditional update; whoever loses the race returns. 2. Write it, in its language. 3. One transaction
    with the mail server. 4. Settle, only while the lease is still ours. A worker that dies after the server's yes and
    before 4 sends again, with the same Message-ID. While the server is away only one letter a minute finds that out,
    unless somebody wants to know `at_once`.
    """
    now = database_now()
    if not at_once and (until := _away_until(now)):
        due(now=now).filter(id=letter_id).update(next_try_at=until, fault=SERVER_AWAY)
        return
    lease = claim(letter_id=letter_id, now=now)
    if lease is None:
        return
    mine = Letter.objects.filter(id=letter_id, lease=lease)
    letter = mine.select_related("mailbox").get()
    if letter.mailbox and letter.mailbox.silenced_at:
        _end(mine, LetterState.STOPPED)
        return
    try:
        with override(letter.language):
            content = content_of(letter=letter, now=now)
            if content is None:
                _end(mine, LetterState.STOPPED)
                return
            _hand_over(letter, content, now)
    except ServerAway:
        _put_back(mine, until=database_now() + timedelta(seconds=OUTAGE_RETRY_SECONDS), fault=SERVER_AWAY)
    except PutOff as fault:
        _try_again(letter, mine, fault.fault)
    except Refused as fault:
        _give_up(letter, mine, fault.fault)
    except Exception as fault:
        # A mistake of ours in writing it: it must not stop the worker, and a later version may do better.
        log.exception("letter_not_written", letter_id=str(letter.id), kind=letter.kind, reason=type(fault).__name__)
        _try_again(letter, mine, NOT_WRITTEN)
    else:
        mine.update(
            state=LetterState.SENT,
            sent_at=database_now(),
            lease=None,
            lease_until=None,
            tries=letter.tries + 1,
            fault="",
        )


def due(*, now: datetime) -> QuerySet[Letter]:
    """Letters whose time has come and that no worker has in its hands."""
    return Letter.objects.filter(state=LetterState.WAITING, lease__isnull=True, next_try_at__lte=now)


def dead(*, now: datetime) -> QuerySet[Letter]:
    """Letters in the hands of workers that died with them."""
    return Letter.objects.filter(state=LetterState.WAITING, lease_until__lt=now)


def expire_lease(*, letter: Letter) -> None:
    """Take a letter back from a worker that died with it; that spends a try, as it may be the letter that kills.

    Any number of sweepers may call this at once: the lease they saw is part of the condition.
    """
    _try_again(letter, Letter.objects.filter(id=letter.id, lease=letter.lease), WORKER_DIED)


def claim(*, letter_id: UUID, now: datetime) -> UUID | None:
    """Take a letter that is due. Out: the lease that settling needs, None when another was faster."""
    lease = uuid4()
    claimed = due(now=now).filter(id=letter_id).update(lease=lease, lease_until=now + timedelta(seconds=LEASE_SECONDS))
    return lease if claimed else None


def _away_until(now: datetime) -> datetime | None:
    """When to try again, if another letter has just found the server away."""
    waiting = Letter.objects.filter(state=LetterState.WAITING, fault=SERVER_AWAY, next_try_at__gt=now)
    return waiting.order_by("next_try_at").values_list("next_try_at", flat=True).first()


def _hand_over(letter: Letter, content: Content, now: datetime) -> None:
    """One transaction with the mail server. Raises ServerAway, PutOff or Refused."""
    message = message_of(letter=letter, content=content, now=now)
    server = get_connection()
    try:
        _open(server)
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("mail_server_away", reason=type(fault).__name__)
        _without_raising(server.close)
        raise ServerAway from fault
    try:
        server.send_messages([message])
    except smtplib.SMTPSenderRefused as fault:
        # It is us whom the server does not take, with any letter: somebody has to mend that, and then it goes.
        raise PutOff(str(fault.smtp_code)) from fault
    except smtplib.SMTPRecipientsRefused as fault:
        raise _answer(*(code for code, _text in fault.recipients.values())) from fault
    except smtplib.SMTPResponseException as fault:
        raise _answer(fault.smtp_code) from fault
    except (OSError, smtplib.SMTPException) as fault:
        raise PutOff(CUT_OFF) from fault
    finally:
        _without_raising(server.close)


def _open(server: BaseEmailBackend) -> None:
    """Connect, sign in and greet: whatever goes wrong until here is no letter's fault."""
    server.open()
    if isinstance(server, EmailBackend) and server.connection:
        server.connection.ehlo_or_helo_if_needed()


def _without_raising(close: Callable[[], object]) -> None:
    """The server has said yes already: that it cannot say goodbye is no reason to send the letter again."""
    try:
        close()
    except (OSError, smtplib.SMTPException) as fault:
        log.info("mail_server_cut_off", reason=type(fault).__name__)


def _answer(code: int) -> PutOff | Refused:
    return Refused(str(code)) if code >= 500 else PutOff(str(code))


def _end(mine: QuerySet[Letter], state: LetterState, **values: object) -> None:
    mine.update(state=state, lease=None, lease_until=None, **values)


def _put_back(mine: QuerySet[Letter], *, until: datetime, **values: object) -> None:
    mine.update(lease=None, lease_until=None, next_try_at=until, **values)


def _try_again(letter: Letter, mine: QuerySet[Letter], fault: str) -> None:
    if letter.tries + 1 >= MAX_TRIES:
        _give_up(letter, mine, fault)
        return
    minutes = WAIT_MINUTES[letter.tries] if letter.tries < len(WAIT_MINUTES) else 60
    until = database_now() + timedelta(minutes=minutes)
    _put_back(mine, until=until, tries=letter.tries + 1, fault=fault)


def _give_up(letter: Letter, mine: QuerySet[Letter], fault: str) -> None:
    log.warning("letter_given_up", letter_id=str(letter.id), kind=letter.kind, fault=fault, tries=letter.tries + 1)
    _end(mine, LetterState.GIVEN_UP, tries=letter.tries + 1, fault=fault)


def given_up(*, letter_id: UUID | None = None) -> QuerySet[Letter]:
    """Letters that were given up and may be tried again, all or one; what has no address cannot."""
    found = Letter.objects.filter(state=LetterState.GIVEN_UP).exclude(address="")
    return found.filter(id=letter_id) if letter_id else found


def retry(*, now: datetime, letter_id: UUID | None = None) -> int:
    """Let given-up letters wait again, all or one, with their tries renewed. Out: how many."""
    return given_up(letter_id=letter_id).update(state=LetterState.WAITING, tries=0, next_try_at=now, fault="")
