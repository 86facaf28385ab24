"""Rings for work: the one place that enqueues a task. A dead broker costs a sweep, never an answer."""

import os
import threading
import time
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.connection import Connection

log = structlog.get_logger(__name__)

SILENCE_SECONDS = 10.0
"""After a failed ring nobody in this process tries for so long: the rows are the queue, the sweeper rings again."""
TIMEOUT_SECONDS = 0.4

_silent_until = 0.0
_lock = threading.Lock()
_kept: dict[int, Connection] = {}
"""By process, as a connection must not be shared with a fork. Making one costs more than all the rest of a ring."""


def ring(*, task: str, **arguments: Any) -> None:
    """Enqueue a task by name once the present transaction has committed; at once when there is none.

    Never raises and never waits long. In: JSON-able arguments, ids only.
    """
    transaction.on_commit(partial(_send, task, arguments), robust=True)


def _send(task: str, arguments: dict[str, Any]) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    with _lock:
        kept = _kept.get(os.getpid())
        try:
            _kept[os.getpid()] = _sent(task, arguments, kept)
        except Exception as fault:
            _kept.pop(os.getpid(), None)
            _silent_until = time.monotonic() + SILENCE_SECONDS
            log.warning("doorbell_silent", task=task, reason=type(fault).__name__)


def _sent(task: str, arguments: dict[str, Any], kept: Connection | None) -> Connection:
    """Send over the connection of the last ring; over a new one when there is none, or when that one has died."""
    if kept:
        started = time.monotonic()
        try:
            current_app.send_task(task, kwargs=arguments, connection=kept, retry=False, ignore_result=True)
        except Exception:
            kept.release()  # type: ignore[no-untyped-call]
            if time.monotonic() - started >= TIMEOUT_SECONDS:
                raise  # Nobody is waited for twice.
        else:
            return kept
    fresh: Connection = current_app.connection_for_write(connect_timeout=TIMEOUT_SECONDS, transport_options=impatient())
    try:
        current_app.send_task(task, kwargs=arguments, connection=fresh, retry=False, ignore_result=True)
    except Exception:
        fresh.release()  # type: ignore[no-untyped-call]
        raise
    return fresh


def impatient() -> dict[str, Any]:
    """How to talk to the broker when an answer matters more than a message."""
    options = dict(current_app.conf.broker_transport_options)
    return options | {
        "socket_timeout": TIMEOUT_SECONDS,
        "socket_connect_timeout": TIMEOUT_SECONDS,
        "max_retries": 0,
        "retry_on_timeout": False,
    }
