"""What a person finds in their mailbox: the letters that a portal without a mail server keeps in its folder."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

PATIENCE_SECONDS = 40
_BETWEEN_LETTERS = b"\n" + b"-" * 79


def letters_to(data: Path, address: str) -> list[EmailMessage]:
    """All letters to an address, oldest first."""
    found = []
    for path in sorted((data / "letters").glob("*.log"), key=lambda each: each.stat().st_mtime):
        for raw in path.read_bytes().split(_BETWEEN_LETTERS):
            message = message_from_bytes(raw.strip(), policy=policy.default)
            if isinstance(message, EmailMessage) and message["To"] == address:
                found.append(message)
    return found


def wait_for_letter(data: Path, address: str, *, after: int = 0) -> EmailMessage:
    """The next letter to an address that already has so many."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience:
        found = letters_to(data, address)
        if len(found) > after and found[after].get_body(("html",)):
            return found[after]
        time.sleep(0.2)
    raise AssertionError(f"no letter came to {address}")


def wait_for(data: Path, address: str, part: str) -> EmailMessage:
    """The newest letter to an address that has a link with `part` in it, as soon as there is one."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience:
        fitting = [each for each in letters_to(data, address) if each.get_body(("html",)) and part in text_of(each)]
        if fitting:
            return fitting[-1]
        time.sleep(0.2)
    raise AssertionError(f"no letter with a link to {part} came to {address}")


def text_of(letter: EmailMessage) -> str:
    """Its text."""
    body = letter.get_body(("plain",))
    assert body
    return str(body.get_content())


def code_in(letter: EmailMessage) -> str:
    """The code to type."""
    found = re.search(r"^ *(\d{6})$", text_of(letter), re.MULTILINE)
    assert found
    return found.group(1)


def link_in(letter: EmailMessage, part: str) -> str:
    """The link whose address holds something."""
    found = re.search(rf"https?://\S+{re.escape(part)}\S*", text_of(letter))
    assert found
    return found.group(0)
