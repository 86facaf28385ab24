"""A real mail server that behaves, or misbehaves in one of the ways that mail servers have."""

import asyncio
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.services.programs import free_port

SLOW_SECONDS = 2.0


class Sink:
    """What a server got, and how it answers: `mode` may be changed while it runs."""

    def __init__(self) -> None:
        self.mode = "good"
        self.letters: list[Message] = []
        self.recipients: list[str] = []
        self.connections = 0

    async def handle_EHLO(self, server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]) -> Any:
        """Greet; slowly when slow."""
        self.connections += 1
        session.host_name = hostname
        if self.mode == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        return responses

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Who writes."""
        if self.mode == "sender refused":
            return "553 who are you"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """To whom."""
        if self.mode in {"450", "550"}:
            return f"{self.mode} not this mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:
        """The letter itself."""
        if self.mode == "slow at the end":
            await asyncio.sleep(SLOW_SECONDS)
        if self.mode in {"451 at the end", "554 at the end"}:
            return f"{self.mode[:3]} not this letter"
        self.letters.append(message_from_bytes(envelope.content))
        self.recipients += envelope.rcpt_tos
        if self.mode == "cut before yes":
            assert server.transport
            server.transport.close()
        if self.mode == "cut after yes":
            await server.push("250 kept")
            assert server.transport
            server.transport.close()
        return "250 kept"


class MailServer:
    """A sink that listens; stopped and started on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.sink = Sink()
        self._controller: Controller | None = None

    def begin(self) -> None:
        """Listen."""
        self._controller = Controller(self.sink, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections."""
        if self._controller:
            self._controller.stop()
            self._controller = None
