"""What councils says of machine clients and signing keys."""

from shared.events.base import Event


class ClientRegistered(Event, about="client", audience="office"):
    """A machine client was registered, for the Office or for one council, with the scopes it may ask for."""

    client: str
    council: str | None = None
    scopes: tuple[str, ...]
    expires: str | None = None


class ClientSecretIssued(Event, about="client", audience="office"):
    """A client was given a new secret; the one before stays valid for a while, if `old_valid_until` is set."""

    client: str
    council: str | None = None
    old_valid_until: str | None = None
    expires: str | None = None


class ClientScopesGiven(Event, about="client", audience="office"):
    """A client of the Office was given scopes that are new in this version; `scopes` are all it has now."""

    client: str
    council: str | None = None
    scopes: tuple[str, ...]


class ClientRevoked(Event, about="client", audience="office"):
    """A client may no longer act: every token it holds is refused from now on."""

    client: str
    council: str | None = None


class SigningKeyPublished(Event, about="signing_key", audience="public", aggregate="signing-key"):
    """A key that signs tokens was published; tokens signed with it are good from now on."""

    signing_key: str
    jwk: dict[str, str]


class SigningKeyRetired(Event, about="signing_key", audience="public", aggregate="signing-key"):
    """A signing key is withdrawn; tokens signed with it are refused from now on."""

    signing_key: str
