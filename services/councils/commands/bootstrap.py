"""The first client: made from the server's own command line, with its secret in a file that only its owner may read."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import structlog
from pydantic import TypeAdapter, ValidationError

from services.councils import crypto
from services.councils.commands.clients import add
from services.councils.commands.keys import look_after_keys
from services.councils.domain import clients, secrets
from services.councils.models import Client
from services.councils.reads.clients import held as held_by
from shared.auth import SCOPES, Caller
from shared.database import Database, Transaction
from shared.events.councils import ClientRegistered, ClientSecretIssued
from shared.outbox.record import Cause
from shared.service import Service
from shared.settings import Settings
from shared.values import Key

log = structlog.get_logger()

SHORTEST = 32
OPERATOR = Caller("operator:bootstrap", frozenset(SCOPES), council=None, expires=0)
"""Who asks for the first client: somebody who may do all, having the server's own command line."""
_KEY: TypeAdapter[str] = TypeAdapter(Key)


async def bootstrap(service: Service, settings: Settings, arguments: Sequence[str]) -> None:
    """Carry out `bootstrap --client-id ID --secret-file PATH`; can be run again at any time."""
    parser = argparse.ArgumentParser(prog="councils bootstrap", description=__doc__)
    parser.add_argument(
        "--client-id", type=_client_id, default="digital-office", help="the client's id (default: %(default)s)"
    )
    parser.add_argument("--secret-file", type=Path, required=True, help="where its secret stands, or is to be written")
    wanted = parser.parse_args(arguments)
    # the file comes first: if we die right after, the next run makes good what it says
    secret = await asyncio.to_thread(_secret_in, wanted.secret_file)
    database = Database(settings, service.name)
    try:
        await make_first_client(database, wanted.client_id, secret)
        await look_after_keys(database)
    finally:
        await database.close()


async def make_first_client(database: Database, client_id: str, secret: str) -> None:
    """See that there is a client with all scopes that this secret is good for."""
    hashed = await crypto.hashed(secret)
    async with database.transaction(Cause("operator:bootstrap", str(uuid4()))) as change:
        row = await change.find(Client, client_id)
        held = (await held_by(change.session, [client_id]))[client_id].secrets
        if row is None:
            row = await _registered(change, client_id)
            log.info("the first client was registered", client=client_id)
        elif row.revoked_at is not None:
            log.warning("the client was revoked and stays so; name another with --client-id", client=client_id)
            return
        elif row.council is not None:
            log.warning("the client is a council's and stays so; name another with --client-id", client=client_id)
            return
        else:
            _give_new_scopes(change, row)
            if await crypto.matching(secret, [one.hashed for one in secrets.valid(held, change.now)]):
                log.info("the client is there, and its secret is valid", client=client_id)
                return
            change.record(ClientSecretIssued(client=client_id), of=row)
            log.warning("the secret of the file was made valid beside the others", client=client_id)
        await add(change, row, hashed, secrets.rotate(held, now=change.now, old_valid_for=None))


def _give_new_scopes(change: Transaction, row: Client) -> None:
    """Give the first client what this version can do and the one that made it could not."""
    event = clients.give_scopes(row, tuple(SCOPES))
    if event is not None:
        log.info("the client was given scopes that are new", client=row.client_id, scopes=list(event.scopes))
        row.scopes = list(event.scopes)
        change.record(event, of=row)


async def _registered(change: Transaction, client_id: str) -> Client:
    wish = ClientRegistered(client=client_id, scopes=tuple(SCOPES))
    event = clients.register(wish, caller=OPERATOR, found=None, expires=None, now=change.now)
    row = Client(
        client_id=client_id,
        name="Digital Office",
        scopes=list(event.scopes),
        created_at=change.now,
        changed_at=change.now,
    )
    change.record(event, of=row)
    await change.session.flush()
    return row


def _client_id(text: str) -> str:
    try:
        return _KEY.validate_python(text)
    except ValidationError as error:
        raise argparse.ArgumentTypeError("must be lower case letters, digits and single hyphens") from error


def _secret_in(path: Path) -> str:
    """Return the secret in a file, which is made if it is not there."""
    secret = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    if not secret:
        secret = crypto.new_secret()
        _write(path, secret)
    elif len(secret) < SHORTEST:
        sys.exit(f"The file {path} holds no secret of {SHORTEST} characters or more; remove it to get a new one.")
    return secret


def _write(path: Path, secret: str) -> None:
    """Write a secret so that no reader ever sees half of it, and nobody else sees any of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{secret}\n")
    beside.replace(path)
