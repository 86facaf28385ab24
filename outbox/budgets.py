"""What people who have not proven an address may make us write: per mailbox in rows, per domain and network on Redis."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from operations.ids import new_id
from operations.networks import network_of
from operations.rate_limits import Budget, TooManyTries, one_try, spend
from outbox.addresses import PUBLIC_PROVIDERS, domain_of, mailbox_key
from outbox.limits import LETTERS_FROM_NETWORK, LETTERS_TO_DOMAIN, MOST_A_DAY, MOST_AN_HOUR
from outbox.models import Letter, Mailbox

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def locked_mailbox(*, address: str, now: datetime) -> Mailbox:
    """The mailbox of an address, locked until the caller's transaction ends, so that nobody counts at the same moment.

    The same two queries for every address, whether or not anybody ever wrote to it.
    """
    key = mailbox_key(address)
    found: Mailbox | None = None
    while found is None:
        Mailbox.objects.bulk_create([Mailbox(id=new_id(now=now), key=key, created_at=now)], ignore_conflicts=True)
        # Gone again only when sweeping has just erased one that stood empty for months.
        found = next(iter(Mailbox.objects.select_for_update().filter(key=key)), None)
    return found


def wait_of(*, mailbox: Mailbox, now: datetime) -> timedelta:
    """How long until the mailbox may get another letter that somebody unproven asks for; zero when it may now."""
    counted = Letter.objects.filter(mailbox=mailbox, created_at__gt=now - DAY).order_by("-created_at")
    latest = list(counted.values_list("created_at", flat=True)[:MOST_A_DAY])
    until = [now]
    if len(latest) >= MOST_AN_HOUR:
        until.append(latest[MOST_AN_HOUR - 1] + HOUR)
    if len(latest) >= MOST_A_DAY:
        until.append(latest[MOST_A_DAY - 1] + DAY)
    return max(until) - now


def refuse_when_mailbox_is_full(*, address: str, now: datetime) -> Mailbox:
    """Raise TooManyTries with the time to wait when a mailbox's budget is spent. Within the caller's transaction.

    Out: the mailbox, locked, with room for one letter.
    """
    mailbox = locked_mailbox(address=address, now=now)
    wait = wait_of(mailbox=mailbox, now=now)
    if wait:
        raise TooManyTries(retry_after=int(wait.total_seconds()) + 1)
    return mailbox


@contextmanager
def asking_for_a_letter(*, to: str, network: str) -> Iterator[None]:
    """Count a letter that somebody unproven asks for, by its domain and by the network of who asks.

    In: the address, and the asker's own (REMOTE_ADDR), which may be empty. Raises TooManyTries before anything is done.
    """
    spending: dict[Budget, str] = {}
    if (domain := domain_of(to)) not in PUBLIC_PROVIDERS:
        spending[LETTERS_TO_DOMAIN] = domain
    if named := network_of(address=network):
        spending[LETTERS_FROM_NETWORK] = named
    with one_try(spending=spending):
        yield
        spend(spending=spending)
