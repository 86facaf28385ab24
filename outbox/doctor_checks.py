"""The check on letters: whether they leave, and which never will."""

from datetime import timedelta

from operations.clock import database_now
from operations.doctor import ERROR, OK, WARNING, Finding, check
from outbox.delivery import SERVER_AWAY, dead, due
from outbox.models import Letter, LetterState

UNSENT_SECONDS = 120
"""The sweep comes every 15 seconds: what has been due for so long has nobody who sends."""


@check(name="letters", why="A letter that does not leave is a person who waits for it.")
def letters_leave() -> Finding:
    """What has been due too long, waits for the server, or was given up."""
    now = database_now()
    unsent = now - timedelta(seconds=UNSENT_SECONDS)
    if forgotten := due(now=unsent).count() + dead(now=unsent).count():
        result = f"nobody sends letters: is a worker and beat running? {forgotten} have been due for minutes"
        return Finding(state=ERROR, result=result, mend="celery -A kraken_support worker, and one with --beat")
    waiting = Letter.objects.filter(state=LetterState.WAITING)
    if away := waiting.filter(fault=SERVER_AWAY).count():
        result = f"{away} wait for the mail server"
        return Finding(state=ERROR, result=result, mend="see the check “mail”; they go on by themselves")
    if given_up := Letter.objects.filter(state=LetterState.GIVEN_UP).count():
        result = f"{given_up} were given up"
        return Finding(
            state=WARNING, result=result, mend="manage.py mail_retry --dry-run says why; mail_retry tries again"
        )
    put_off = waiting.exclude(fault="").count()
    return Finding(state=OK, result=f"{waiting.count()} waiting, {put_off} of them put off by a server, none given up")
