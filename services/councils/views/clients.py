"""What answers show of machine clients and signing keys, and how rows become it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from services.councils.domain import clients, keys, secrets, uses
from services.councils.models import Client, ClientSecret, SigningKey
from services.councils.views.base import BASE
from shared.web.resources import Resource, View


class SecretView(View):
    """A secret that is valid now, and when it last got a token (to the minute); the secret itself is kept nowhere."""

    issued_at: datetime
    expires: datetime | None = None
    last_used: datetime | None = None


class WarningView(View):
    """What whoever looks after a client should do before something stops."""

    code: str
    text: str


class ClientView(Resource):
    """A machine client: its owner is `office` or a council's slug; `last_used` is when it last got a token."""

    client_id: str
    name: str
    owner: str
    council: str | None = None
    scopes: list[str]
    expires: datetime | None = None
    revoked: bool
    revoked_at: datetime | None = None
    last_used: datetime | None = None
    secrets: list[SecretView]
    warnings: list[WarningView]


class ClientWithSecretView(ClientView):
    """A client with its new secret, which is shown in this one answer and never again."""

    secret: str | None = None
    notice: str = (
        "The secret was shown once, in the first answer to this request, and is not kept. "
        "If it was lost, ask for another: POST to this client's address + '/secrets'."
    )

    def showing(self, secret: str) -> "ClientWithSecretView":
        """Return the answer that shows the secret; what is kept under an Idempotency-Key is the one without."""
        return self.model_copy(update={"secret": secret, "notice": "Keep the secret now: it is not shown again."})


class KeyView(Resource):
    """A key that signs access tokens: waiting, signing, retiring (verifies only) or retired."""

    kid: str
    state: str
    activates: datetime
    retires: datetime | None = None
    retired_at: datetime | None = None
    jwk: dict[str, str]


def client(row: Client, held: Sequence[ClientSecret], used: Mapping[UUID, datetime], now: datetime) -> ClientView:
    """Show a client, which of its secrets are good, and when they were `used`."""
    good = secrets.valid(held, now) if clients.acts(row, now) else []
    return ClientView(
        href=f"{BASE}/clients/{row.client_id}",
        version=row.version,
        client_id=row.client_id,
        name=row.name,
        owner=clients.owner(row.council),
        council=row.council,
        scopes=row.scopes,
        expires=row.expires,
        revoked=row.revoked_at is not None,
        revoked_at=row.revoked_at,
        last_used=max(used.values(), default=None),
        secrets=[SecretView(issued_at=one.issued_at, expires=one.expires, last_used=used.get(one.id)) for one in good],
        warnings=[WarningView(code=one.code, text=one.text) for one in uses.warnings(row, held, used, now)],
    )


def key(row: SigningKey, held: Sequence[SigningKey], now: datetime) -> KeyView:
    return KeyView(
        href=f"{BASE}/clients/keys/{row.kid}",
        version=row.version,
        kid=row.kid,
        state=keys.state(row, held, now),
        activates=row.activates,
        retires=row.retires,
        retired_at=row.retired_at,
        jwk=row.public,
    )
