"""manage.py mail_test: sends one letter, the way every letter goes, and says what became of it."""

import time
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.console import EmailBackend as PrintingBackend
from django.core.mail.backends.filebased import EmailBackend as KeepingBackend

from operations.clock import database_now
from operations.commands import OK, PROBLEMS, TRY_LATER, USAGE, OpsCommand, Outcome
from outbox.addresses import can_be_written_to
from outbox.delivery import deliver
from outbox.letters import TEST
from outbox.limits import MAX_DELIVERY_SECONDS
from outbox.models import Letter, LetterState
from outbox.posting import post
from outbox.rendering import sender

CODES = {LetterState.SENT: OK, LetterState.WAITING: TRY_LATER, LetterState.GIVEN_UP: PROBLEMS}


class Command(OpsCommand):
    """Posts a test letter and sees it off. A letter that a server puts off stays in the outbox and is tried again."""

    help = "Sends a test letter and says what the mail server answered."
    examples = ("manage.py mail_test lea@example.com", "manage.py mail_test lea@example.com --lang fr --dry-run")
    changes = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """To whom, and in which language."""
        super().add_arguments(parser)
        parser.add_argument("address", help="where the letter goes")
        parser.add_argument("--lang", choices=[code for code, _name in settings.LANGUAGES], default="en")

    def run(self, options: dict[str, Any]) -> Outcome:
        """Post it, hand it over, and look at its row."""
        address = options["address"]
        if not can_be_written_to(address):
            return Outcome(code=USAGE, data={"state": "", "fault": "address"}, summary="No letter can be addressed so.")
        if options["dry_run"]:
            return Outcome(data={"state": "", "fault": ""}, summary=f"Would send 1 letter from {sender()}.")
        now = database_now()
        letter = post(kind=TEST, about=uuid4(), to=address, language=options["lang"], asker_proven=True, now=now)
        assert letter, "the operator’s letters have no budget"
        deliver(letter_id=letter.id, at_once=True)
        letter = self._settled(letter)
        state = LetterState(letter.state)
        return Outcome(
            code=CODES[state],
            data={"letter": str(letter.id), "state": state.value, "fault": letter.fault},
            summary=self._sentence(state, letter.fault),
        )

    def _settled(self, letter: Letter) -> Letter:
        """The row, once whoever has it in hands has done with it: a worker may have been faster."""
        patience = time.monotonic() + MAX_DELIVERY_SECONDS
        letter.refresh_from_db()
        while letter.lease and time.monotonic() < patience:
            time.sleep(0.2)
            letter.refresh_from_db()
        return letter

    def _sentence(self, state: LetterState, fault: str) -> str:
        server = get_connection()
        if state == LetterState.SENT and isinstance(server, KeepingBackend):
            return f"1 letter kept in {server.file_path}, not sent. EMAIL_URL names a mail server."
        if state == LetterState.SENT and isinstance(server, PrintingBackend):
            return "1 letter printed here, not sent. EMAIL_URL names a mail server."
        if state == LetterState.SENT:
            return f"1 letter sent from {sender()}."
        if state == LetterState.WAITING:
            return f"Not sent yet ({fault or 'still under way'}); it is tried again by itself. See: manage.py doctor --only mail"
        return f"Not delivered: the server refused it ({fault})."
