"""A real mail server of a test, on a port of its own, which can be told to refuse, to be silent, and to hang up."""

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.world import free_port

# what this server logs is not what the product does
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

USER, PASSWORD = "partnership", "a password of the tests"
TAKEN = "250 2.0.0 Taken"


@dataclass
class PostOffice:
    """What came, in its order, and how the server is to behave. Refusals quote the address, as real servers do."""

    port: int
    letters: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """What is answered to these readers, with `{}` for the address."""
    replies: deque[str] = field(default_factory=deque)
    """What is answered to the next mails, once they have come whole; they are not taken unless that begins with 2."""
    hang_ups: int = 0
    """After how many more mails, which it has taken, the server hangs up instead of saying so."""
    asked: int = 0
    """How many readers were named to it."""
    silent: asyncio.Event | None = None
    """While this is set to an event, the server answers to no mail until the event happens."""

    greeting: str | None = None
    """What is said to whoever says hello, in place of a welcome."""

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [self.greeting] if self.greeting else responses

    async def handle_HELO(  # noqa: N802 - as above
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = hostname
        return self.greeting or "250 post.test"

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.asked += 1
        if refusal := self.refused.get(address):
            return refusal.format(address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.silent is not None:
            await self.silent.wait()
        reply = self.replies.popleft() if self.replies else TAKEN
        if reply.startswith("2"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            letter: EmailMessage = message_from_bytes(content, EmailMessage, policy=default)
            self.letters += [(reader, letter) for reader in envelope.rcpt_tos]
        if self.hang_ups:
            self.hang_ups -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return reply

    def to(self, *readers: str) -> list[EmailMessage]:
        """Return the mails that these readers got."""
        return [letter for reader, letter in self.letters if reader in readers]


@asynccontextmanager
async def post_office(*, tls: ssl.SSLContext | None = None, login: bool = False) -> AsyncIterator[PostOffice]:
    """Open a post office; with a certificate it demands STARTTLS, and a login if that is asked for."""
    made = PostOffice(free_port())
    options: dict[str, Any] = {"hostname": "post.test"}
    if tls is not None:
        options |= {"tls_context": tls, "require_starttls": True}
    if login:
        options |= {"authenticator": _known, "auth_required": True}
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(made, **options), "127.0.0.1", made.port)
    try:
        yield made
    finally:
        server.close()


def _known(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
    good = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)
