"""The file with the partners' accounts, which the broker's configuration includes: written whole, from the database."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.notifications.models.partners import ACCOUNT, STREAMS
from services.notifications.partners.nkeys import is_public_key

EXPORTER: Final = "PARTNERSHIP"
READABLE = 0o644
"""There is no secret in it: keys in their public half alone."""
HEADING = """\
# The accounts of partners. notifications writes this file from its database, and what is changed here is lost.
# Partners are added and shut out through the API: POST and DELETE /api/v1/subscriptions, road "broker".
"""
LIMITS = "max_connections: 8, max_subscriptions: 64, max_payload: 64KB, max_leafnodes: 0"
"""What a partner may take of the server: it pulls, acknowledges, and has nothing else to say."""


@dataclass(frozen=True, slots=True)
class Account:
    """A partner's account: its name, which is that of its durables, too, and the public keys that come in to it."""

    name: str
    keys: Sequence[str]


def pull_subject(stream: str, durable: str) -> str:
    """Return the subject on which a partner asks for events."""
    return f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"


def acknowledgements(stream: str, durable: str) -> str:
    """Return the subjects on which a partner acknowledges them."""
    return f"$JS.ACK.{stream}.{durable}.>"


def written(accounts: Iterable[Account]) -> str:
    """Return the file for these accounts, always the same for the same ones.

    Names and keys come from the database, and yet each is looked at again here: whoever could smuggle a bracket into
    this file could give itself anything on the broker.
    """
    return HEADING + "".join(_account(one) for one in sorted(accounts, key=lambda one: one.name) if one.keys)


def _account(account: Account) -> str:
    if not ACCOUNT.fullmatch(account.name) or not all(is_public_key(key) for key in account.keys):
        raise ValueError("an account's name or key is none that we make")
    name = account.name
    mine = [way(stream, name) for stream in STREAMS for way in (pull_subject, acknowledgements)]
    allowed = ", ".join(f'"{subject}"' for subject in mine)
    users = "\n".join(f"    {{ nkey: {key}, permissions: $ONLY }}" for key in sorted(set(account.keys)))
    imports = "\n".join(f'    {{ service: {{ account: {EXPORTER}, subject: "{subject}" }} }}' for subject in mine)
    return f"""
{name} {{
  ONLY: {{ publish: {{ allow: [{allowed}] }}, subscribe: {{ allow: ["_INBOX.>"] }} }}
  users: [
{users}
  ]
  imports: [
{imports}
  ]
  limits: {{ {LIMITS} }}
}}
"""


def read(file: Path) -> str | None:
    """Return what the broker would read now; None if there is no file."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def write(file: Path, text: str) -> None:
    """Write the file whole or not at all, and so that it is there after a power cut, too."""
    draft = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, READABLE), "w", encoding="utf-8") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    draft.chmod(READABLE)
    draft.replace(file)
