"""What answers show of machine clients and signing keys, and how rows become it."""

from collections.abc import Sequence
from datetime import datetime

from services.councils.domain import clients, keys
from services.councils.models import Client, ClientSecret, SigningKey
from services.councils.views.base import BASE
from shared.web.resources import Resource, View


class SecretView(View):
    """A secret that is valid now; the secret itself is kept nowhere."""

    issued_at: datetime
    expires: datetime | None = None


class ClientView(Resource):
    """A machine client."""

    client_id: str
    name: str
    council: str | None = None
    scopes: list[str]
    revoked: bool
    revoked_at: datetime | None = None
    secrets: list[SecretView]


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


def client(row: Client, secrets: Sequence[ClientSecret], now: datetime) -> ClientView:
    """Show a client and which of its secrets are good."""
    good = [] if row.revoked_at else clients.valid(secrets, now)
    return ClientView(
        href=f"{BASE}/clients/{row.client_id}",
        version=row.version,
        client_id=row.client_id,
        name=row.name,
        council=row.council,
        scopes=row.scopes,
        revoked=row.revoked_at is not None,
        revoked_at=row.revoked_at,
        secrets=[SecretView(issued_at=one.issued_at, expires=one.expires) for one in good],
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
