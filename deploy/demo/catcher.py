"""A mail server that takes every mail, shows it, and delivers none."""

import asyncio
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.demo.box import Box


class Catcher:
    """What aiosmtpd calls for each mail."""

    def __init__(self, box: Box) -> None:
        self._box = box

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        letter: EmailMessage = message_from_bytes(content, EmailMessage, policy=default)
        for reader in envelope.rcpt_tos:
            self._box.catch(envelope.mail_from or "", reader, letter)
        return "250 2.0.0 Caught, and delivered to nobody"


async def listen(box: Box, host: str, port: int) -> asyncio.Server:
    """Take mails on a port until the server is closed."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: SMTP(Catcher(box), hostname="demonstration", loop=loop), host, port)
