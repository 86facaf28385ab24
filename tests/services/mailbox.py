"""Reads what a portal without a mail server would have sent: its letters, kept in a folder."""

import email
import re
import time
from email import policy
from email.message import EmailMessage
from pathlib import Path

BETWEEN_LETTERS = b"-" * 79
PATIENCE_SECONDS = 30


class Mailbox:
    """All letters of one portal to one address."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address

    def letters(self) -> list[EmailMessage]:
        """What has come so far, oldest first."""
        files = sorted(self.folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)
        raw = [part.strip() for file in files for part in file.read_bytes().split(BETWEEN_LETTERS) if part.strip()]
        found = [email.message_from_bytes(each + b"\n", policy=policy.default) for each in raw]
        return [each for each in found if each["to"] == self.address]

    def wait_for(self, part: str, *, after: int = 0) -> EmailMessage:
        """The newest letter whose text has a link with `part` in it, once more than `after` letters have come."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            come = self.letters()
            fitting = [each for each in come[after:] if part in text_of(each)]
            if fitting:
                return fitting[-1]
            assert time.monotonic() < patience, [each["subject"] for each in come]
            time.sleep(0.2)


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body
    return str(body.get_content())


def link_in(letter: EmailMessage, part: str) -> str:
    """The path of the link whose address holds `part`."""
    found = re.search(rf"https?://[^/\s]+(/\w\w{part}\S+)", text_of(letter))
    assert found, text_of(letter)
    return found.group(1)


def code_in(letter: EmailMessage) -> str:
    """The six digits."""
    found = re.search(r"^ {4}(\d{6})$", text_of(letter), re.MULTILINE)
    assert found, text_of(letter)
    return found.group(1)
