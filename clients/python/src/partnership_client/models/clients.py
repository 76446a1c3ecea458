"""What the services answer about clients."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

import datetime as dt

from partnership_client.base import Model


class Secret(Model):
    """A secret that is valid now, and when it last got a token (to the minute); the secret itself is kept nowhere."""

    issued_at: dt.datetime
    expires: dt.datetime | None = None
    last_used: dt.datetime | None = None


class CouncilsWarning(Model):
    """What whoever looks after a client should do before something stops."""

    code: str
    text: str


class Client(Model):
    """A machine client: its owner is `office` or a council's slug; `last_used` is when it last got a token."""

    href: str
    version: int
    client_id: str
    name: str
    owner: str
    council: str | None = None
    scopes: list[str]
    expires: dt.datetime | None = None
    revoked: bool
    revoked_at: dt.datetime | None = None
    last_used: dt.datetime | None = None
    secrets: list[Secret]
    warnings: list[CouncilsWarning]


class ClientWithSecret(Model):
    """A client with its new secret, which is shown in this one answer and never again."""

    href: str
    version: int
    client_id: str
    name: str
    owner: str
    council: str | None = None
    scopes: list[str]
    expires: dt.datetime | None = None
    revoked: bool
    revoked_at: dt.datetime | None = None
    last_used: dt.datetime | None = None
    secrets: list[Secret]
    warnings: list[CouncilsWarning]
    secret: str | None = None
    notice: str = "The secret was shown once, in the first answer to this request, and is not kept. If it was lost, ask for another: POST to this client's address + '/secrets'."


class Key(Model):
    """A key that signs access tokens: waiting, signing, retiring (verifies only) or retired."""

    href: str
    version: int
    kid: str
    state: str
    activates: dt.datetime
    retires: dt.datetime | None = None
    retired_at: dt.datetime | None = None
    jwk: dict[str, str]


class Jwks(Model):
    """Public keys, as RFC 7517 has them."""

    keys: list[dict[str, str]]
