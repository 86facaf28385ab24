"""Reads the letters that were posted, as they would leave now, without a mail server."""

import re
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from outbox.letters import content_of
from outbox.models import Letter
from outbox.rendering import message_of


def posted(kind: str = "", *, to: str = "") -> QuerySet[Letter]:
    """The letters there are, oldest first."""
    found = Letter.objects.order_by("created_at", "id")
    found = found.filter(kind=kind) if kind else found
    return found.filter(address=to) if to else found


def written(letter: Letter, *, now: datetime | None = None) -> EmailMultiAlternatives | None:
    """The letter as it would leave; None when it is no longer true."""
    moment = now or timezone.now()
    with override(letter.language):
        content = content_of(letter=letter, now=moment)
        return message_of(letter=letter, content=content, now=moment) if content else None


def text_of(letter: Letter, *, now: datetime | None = None) -> str:
    """Subject, text and HTML of a letter that leaves."""
    message = written(letter, now=now)
    assert message is not None
    html = str(message.alternatives[0][0])
    return f"{message.subject}\n{message.body}\n{html}"


def link_in(letter: Letter, part: str, *, now: datetime | None = None) -> str:
    """The path of the letter's link whose address holds `part`, as /en/c/…/."""
    found = re.search(rf"https?://[^/\s]+(/\w\w{part}[^\s<\"]+)", text_of(letter, now=now))
    assert found, text_of(letter, now=now)
    return found.group(1)


def code_in(letter: Letter) -> str:
    """The six digits of a letter."""
    found = re.search(r"^ {4}(\d{6})$", text_of(letter), re.MULTILINE)
    assert found
    return found.group(1)
