"""Handing a mail over to the mail server, and what its answers mean.

What a mail server says may quote an address. So nothing of it is handed on but its codes.
"""

import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP as ON_THE_WIRE
from functools import cached_property
from urllib.parse import urlsplit

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from services.notifications.mails.wording import Letterhead
from shared.settings import Settings

ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")
PERMANENT = 500


class PostError(Exception):
    """A mail was not handed over; `reason` says why in codes, and quotes nobody."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LaterError(PostError):
    """It may go another time: the server is away, busy, silent, or does not take our mail as it is set up."""


class RefusedError(PostError):
    """It will not go to this address: the server has said so for good."""


class Post:
    """The way to the mail server of an installation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.head = Letterhead(settings.smtp_from, settings.public_url)

    @property
    def is_there(self) -> bool:
        """Whether this installation has a mail server at all."""
        return self._settings.smtp_host is not None

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.smtp_ca_file)

    @asynccontextmanager
    async def counter(self) -> AsyncIterator["Counter"]:
        """Connect and log in; LaterError where that does not work."""
        wanted = self._settings
        client = SMTP(
            hostname=wanted.smtp_host,
            port=wanted.smtp_port,
            username=wanted.smtp_user,
            password=wanted.smtp_secret,
            use_tls=wanted.smtp_security == "tls",
            start_tls=wanted.smtp_security == "starttls",
            tls_context=None if wanted.smtp_security == "none" else self._trusted,
            timeout=wanted.scaled(wanted.smtp_timeout),
            # else the name of the machine is looked for, which may take long, and says what nobody needs to know
            local_hostname=urlsplit(wanted.public_url).hostname or "localhost",
        )
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            raise LaterError(_why_no_connection(error)) from None
        try:
            yield Counter(client, self.head)
            with suppress(SMTPException, OSError):
                # what was handed over is recorded by now; politeness may fail
                await client.quit()
        finally:
            client.close()


class Counter:
    """A connection over which mails are handed over."""

    def __init__(self, client: SMTP, head: Letterhead) -> None:
        self._client, self._head = client, head

    async def hand_over(self, letter: EmailMessage, address: str) -> None:
        """Hand a mail over: when this returns, the server has taken it upon itself to deliver it."""
        try:
            await self._client.sendmail(self._head.sender, [address], letter.as_bytes(policy=ON_THE_WIRE))
        except SMTPRecipientsRefused as error:
            raise _verdict(error.recipients[0]) from None
        except SMTPSenderRefused as error:
            # it is this installation that is not taken, whoever is to be told
            raise LaterError(f"sender-refused {_codes(error)}") from None
        except SMTPResponseException as error:
            raise _verdict(error) from None
        except (SMTPException, OSError) as error:
            # it may have been taken: nobody knows
            raise LaterError("too-slow" if isinstance(error, TimeoutError) else "dropped") from None


def _verdict(error: SMTPResponseException | SMTPRecipientRefused) -> PostError:
    if error.code >= PERMANENT:
        return RefusedError(f"refused {_codes(error)}")
    return LaterError(f"not-now {_codes(error)}")


def _codes(error: SMTPResponseException) -> str:
    enhanced = ENHANCED.match(str(error.message))
    return f"{error.code} {enhanced[1]}" if enhanced else str(error.code)


def _why_no_connection(error: Exception) -> str:
    if isinstance(error, SMTPAuthenticationError):
        return f"login-refused {_codes(error)}"
    if isinstance(error, SMTPConnectResponseError | SMTPHeloError | SMTPResponseException):
        return f"mail-server-refused {_codes(error)}"
    if isinstance(error, SMTPNotSupported) or type(error) is SMTPException:
        return "mail-server-lacks-tls-or-login"
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return "mail-server-not-trusted"
    return "mail-server-away"
