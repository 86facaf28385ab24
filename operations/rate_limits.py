"""Counts tries within a moving window and says when a budget is spent: on Redis for all processes, and in each by itself.

Both are always counted, and the stricter one decides. So an emptied Redis gives nobody their tries back in a process
that saw them, and a Redis that is away locks nobody out.
"""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import structlog
from django.conf import settings
from django.utils.crypto import salted_hmac
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError

log = structlog.get_logger(__name__)

SILENCE_SECONDS = 10.0
"""After Redis failed nobody in this process asks it again for so long."""
TIMEOUT_SECONDS = 0.2
"""How long Redis may take to answer: a file that is added waits for it, and then for the doorbell, within one second."""
COME_AGAIN_SECONDS = 5
"""When to come again while as many tries are under way as the budget has left."""
LONGEST_WAIT_SECONDS = 2.0
"""How long a try waits for others that are under way; meanwhile it holds a thread of the web server."""
MOST_KEYS_HERE = 20_000
"""So many different people are remembered in one process; somebody who has more addresses than that starts it afresh."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How many tries within how many seconds."""

    name: str
    tries: int
    seconds: int

    @property
    def item(self) -> RateLimitItemPerSecond:
        """The budget as the library spells it."""
        return RateLimitItemPerSecond(self.tries, self.seconds, self.name)


FAILED_SIGN_INS_OF_ADDRESS = Budget(name="sign-in-address", tries=10, seconds=15 * 60)
"""Wrong passwords for one email address, an agent's or not, from wherever they come."""
FAILED_SIGN_INS_OF_NETWORK = Budget(name="sign-in-network", tries=30, seconds=15 * 60)
"""Wrong passwords from one network, for whatever addresses; an office of agents sits behind one."""
WRONG_CODES_OF_AGENT = Budget(name="agent-code", tries=5, seconds=15 * 60)
"""Wrong codes of an agent's second factor, from an app or from paper, after a right password."""


class TooManyTries(Exception):
    """A budget is spent, or too much is asked at once; `retry_after` says in how many seconds to come again."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(f"Too many tries; again in {retry_after} s.")
        self.retry_after = retry_after


_under_way: Counter[tuple[Budget, str]] = Counter()
_turn = threading.Condition()


@contextmanager
def one_try(*, spending: Mapping[Budget, str]) -> Iterator[None]:
    """Let a try happen while its budgets have room for it and for all that are under way in this process.

    Without counting those, a crowd that comes at once would be let in before the first of it had failed. Who finds no
    room waits a moment for others to end. The caller calls spend() inside when the try has failed. Raises TooManyTries.
    """
    keys = [(budget, _key(key)) for budget, key in spending.items()]
    counters = _counters(settings.REDIS_URL)

    def decided() -> bool:
        left = {each: counters.left(*each) for each in keys}
        if not all(left.values()):
            refuse_when_spent(spending=spending)
        return all(_under_way[each] < left[each] for each in keys)

    with _turn:
        if not _turn.wait_for(decided, LONGEST_WAIT_SECONDS):
            raise TooManyTries(retry_after=COME_AGAIN_SECONDS)
        _under_way.update(keys)
    try:
        yield
    finally:
        with _turn:
            _under_way.subtract(keys)
            for each in keys:
                if not _under_way[each]:
                    del _under_way[each]
            _turn.notify_all()


def refuse_when_spent(*, spending: Mapping[Budget, str]) -> None:
    """Raise TooManyTries when any budget has nothing left for its key. In: who or what each budget is counted for."""
    counters = _counters(settings.REDIS_URL)
    wait = max((counters.wait(budget, _key(key), 1) for budget, key in spending.items()), default=0.0)
    if wait > 0:
        log.warning("budget_spent", budgets=sorted(each.name for each in spending), retry_after=math.ceil(wait))
        raise TooManyTries(retry_after=math.ceil(wait))


def spend_or_refuse(*, spending: Mapping[Budget, str], amount: int = 1) -> None:
    """Count one try, or several, on each budget that has room for them. Raises TooManyTries at the first that has not."""
    counters = _counters(settings.REDIS_URL)
    for budget, key in spending.items():
        if not counters.take(budget, _key(key), amount):
            wait = math.ceil(counters.wait(budget, _key(key), amount))
            log.warning("budget_spent", budgets=[budget.name], retry_after=wait)
            raise TooManyTries(retry_after=wait)


def spend(*, spending: Mapping[Budget, str], amount: int = 1) -> None:
    """Count one try, or several, on each budget for its key. What goes beyond a budget spends all that it has left."""
    counters = _counters(settings.REDIS_URL)
    for budget, key in spending.items():
        counters.spend(budget, _key(key), amount)


def _key(key: str) -> str:
    """What is counted under: nobody's address is written into Redis in the clear."""
    return salted_hmac("rate-limits", key).hexdigest()


class _Counters:
    """The same counts twice: in this process, and on a Redis that may be away."""

    def __init__(self, redis_url: str) -> None:
        self._begin_here()
        self.shared = MovingWindowRateLimiter(
            RedisStorage(redis_url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS)
        )
        self.silent_until = 0.0

    def _begin_here(self) -> None:
        self.memory = MemoryStorage()
        self.here = MovingWindowRateLimiter(self.memory)

    def wait(self, budget: Budget, key: str, amount: int) -> float:
        """How many seconds until so much is left, or at least something more; 0 when it is."""

        def seconds(counter: MovingWindowRateLimiter) -> float:
            window = counter.get_window_stats(budget.item, key)
            return 0.0 if window.remaining >= amount else max(window.reset_time - time.time(), 1.0)

        return self._ask_both(seconds)

    def left(self, budget: Budget, key: str) -> int:
        """How many tries the budget still has."""
        return -int(self._ask_both(lambda counter: -counter.get_window_stats(budget.item, key).remaining))

    def take(self, budget: Budget, key: str, amount: int) -> bool:
        """Count so many tries if there is room for them all."""
        self._keep_small()
        return not self._ask_both(lambda counter: not counter.hit(budget.item, key, cost=amount))

    def _keep_small(self) -> None:
        if len(self.memory.events) > MOST_KEYS_HERE:
            self._begin_here()

    def spend(self, budget: Budget, key: str, amount: int) -> None:
        """Count so many tries."""
        self._keep_small()

        def hit(counter: MovingWindowRateLimiter) -> bool:
            # The library counts nothing of what does not fit whole.
            return counter.hit(budget.item, key, cost=amount) or (
                amount > 1 and counter.hit(budget.item, key, cost=counter.get_window_stats(budget.item, key).remaining)
            )

        self._ask_both(hit)

    def _ask_both(self, question: Callable[[MovingWindowRateLimiter], float]) -> float:
        here = question(self.here)
        if time.monotonic() < self.silent_until:
            return here
        try:
            return max(here, question(self.shared))
        except (RedisError, OSError) as fault:
            self.silent_until = time.monotonic() + SILENCE_SECONDS
            log.warning("rate_limits_without_redis", reason=type(fault).__name__)
            return here


@cache
def _counters(redis_url: str) -> _Counters:
    return _Counters(redis_url)
