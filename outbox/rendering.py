"""Writes a letter as a message: text and HTML from the same content, headers that no answering machine answers."""

import re
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from outbox.codes import code_of
from outbox.letters import Content
from outbox.models import Letter
from outbox.silence import stop_token

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Message(EmailMultiAlternatives):
    """A message whose subject begins on the line of its own name.

    Django folds a subject without counting “Subject: ”. Then a long first word goes to the next line, and some mail
    programs show a letter without a subject.
    """

    def message(self, **options: Any) -> Any:
        """The message as it is sent."""
        message = super().message(**options)
        message.replace_header("Subject", Header(str(self.subject), header_name="Subject").encode())
        return message


def message_of(*, letter: Letter, content: Content, now: datetime) -> Message:
    """The message of a letter, in the language that is active. The same letter always has the same Message-ID."""
    context = context_of(letter=letter, content=content)
    message = Message(
        subject=_one_line(content.subject),
        body=render_to_string("letters/letter.txt", context),
        from_email=sender(),
        to=[letter.address],
        headers={
            "Message-ID": message_id(letter=letter),
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
        },
    )
    message.attach_alternative(render_to_string("letters/letter.html", context), "text/html")
    for each in content.enclosed:
        message.attach(each.name, each.content, each.media_type)
    return message


def message_id(*, letter: Letter) -> str:
    """What tells mail programs that a letter that came twice is one letter."""
    return f"<{letter.id}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"


def sender() -> str:
    """From whom letters come: MAIL_FROM, with the brand's name when it names none; else no-reply at the portal's host."""
    name, address = _sender()
    return formataddr((_one_line(name or settings.BRAND_NAME), address))


def sender_address() -> str:
    """The address alone."""
    return _sender()[1]


def _sender() -> tuple[str, str]:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return parseaddr(settings.MAIL_FROM or f"no-reply@{host}")


def _one_line(text: str) -> str:
    """A text as a header may hold it: whatever ends a line, or is no character at all, becomes a space."""
    return _CONTROL.sub(" ", text)


def context_of(*, letter: Letter, content: Content) -> dict[str, Any]:
    """What both templates show. Links lead to PUBLIC_URL, whatever host anybody asked for."""
    action = content.action
    token = stop_token(mailbox=letter.mailbox) if letter.mailbox else ""
    return {
        "brand": settings.BRAND_NAME,
        "language": get_language(),
        "subject": content.subject,
        "paragraphs": content.paragraphs,
        "code": content.code,
        "action": {"label": action.label, "url": settings.PUBLIC_URL + action.url} if action else None,
        "closing": content.closing,
        "check_code": code_of(letter=letter),
        "check_url": settings.PUBLIC_URL + reverse("letter_check"),
        "stop_url": settings.PUBLIC_URL + reverse("letters_stop", args=[token]) if token else "",
    }
