"""Token requests (OAuth 2.0 client credentials, RFC 6749): how one is read, and what is granted."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qsl, unquote_plus

TOKEN_SECONDS = 900
MAX_FORM_BYTES = 8192
FOR_PAGES = "events:read subscriptions:write"
"""What a browser gets that signs in: what the pages need. A cookie should open no more than it is for."""
_FORM = "application/x-www-form-urlencoded"
_LONGEST_ID = 200

Error = Literal["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"]


class TokenRefusedError(Exception):
    """A token request turned down, as RFC 6749 section 5.2 has it: a code for programs and a sentence for people."""

    def __init__(self, error: Error, description: str, *, status: int = 400, client_id: str | None = None) -> None:
        super().__init__(description)
        self.error, self.description, self.status, self.client_id = error, description, status, client_id


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """Who asks for a token, the proof, and the scopes that are asked for (None: all it has).

    Of scopes that are asked for `if_held`, those that the client lacks are left out.
    """

    client_id: str
    secret: str
    scope: str | None
    if_held: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody filled into the form to sign in, and where they want to go."""

    client_id: str
    secret: str
    next: str

    @property
    def asked(self) -> TokenRequest:
        """The token that is asked for: good for what the pages do, and for nothing else that the client may."""
        return TokenRequest(_bounded(self.client_id), self.secret, FOR_PAGES, if_held=True)


def signing_in(content_type: str, body: bytes) -> SignIn:
    """Read the form to sign in, or refuse it; what is missing is empty."""
    if content_type.partition(";")[0].strip().lower() != _FORM:
        raise TokenRefusedError("invalid_request", f"Send the request as a form ({_FORM}).")
    form = _fields(body)
    return SignIn(form.get("client_id", "").strip(), form.get("client_secret", "").strip(), form.get("next", ""))


def read(authorization: str | None, content_type: str, body: bytes) -> TokenRequest:
    """Read a token request, or refuse it."""
    if content_type.partition(";")[0].strip().lower() != _FORM:
        raise TokenRefusedError("invalid_request", f"Send the request as a form ({_FORM}).")
    form = _fields(body)
    if "grant_type" not in form:
        raise TokenRefusedError("invalid_request", "'grant_type' is missing; it must be client_credentials.")
    if form["grant_type"] != "client_credentials":
        raise TokenRefusedError("unsupported_grant_type", "Only the grant type client_credentials is offered.")
    client_id, secret = _credentials(authorization, form)
    return TokenRequest(client_id, secret, form.get("scope") or None)


def granted(has: Sequence[str], asked: str | None, *, if_held: bool = False) -> tuple[str, ...]:
    """Return the scopes a token gets: what is asked for, if the client has it, else all it has."""
    if asked is None:
        return tuple(has)
    wanted = dict.fromkeys(scope for scope in asked.split() if scope in has or not if_held)
    beyond = [scope for scope in wanted if scope not in has]
    if beyond or not wanted:
        raise TokenRefusedError("invalid_scope", f"This client may ask for: {' '.join(has)}.")
    return tuple(wanted)


def lifetime(ends: datetime | None, now: datetime) -> int:
    """Return for how many seconds a token is good: none outlives its client."""
    return TOKEN_SECONDS if ends is None else max(1, min(TOKEN_SECONDS, int((ends - now).total_seconds())))


def unknown_client(client_id: str) -> TokenRefusedError:
    """Return the one refusal for every client that is not let in: it does not say what was wrong."""
    description = "The client is not known, or its secret is not valid."
    return TokenRefusedError("invalid_client", description, status=401, client_id=client_id)


def _fields(body: bytes) -> dict[str, str]:
    if len(body) > MAX_FORM_BYTES:
        raise TokenRefusedError("invalid_request", f"A token request has at most {MAX_FORM_BYTES} bytes.", status=413)
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, strict_parsing=bool(body), errors="strict", max_num_fields=50
        )
    except ValueError as error:
        raise TokenRefusedError("invalid_request", "The form cannot be read.") from error
    form = dict(pairs)
    if len(form) < len(pairs):
        raise TokenRefusedError("invalid_request", "A field stands in the form more than once.")
    if any("\x00" in value for value in form.values()):
        raise TokenRefusedError("invalid_request", "The form must not hold NUL characters.")
    return form


def _credentials(authorization: str | None, form: dict[str, str]) -> tuple[str, str]:
    if authorization is None:
        if not form.get("client_id") or not form.get("client_secret"):
            raise TokenRefusedError(
                "invalid_client", "Send the client's id and secret, by HTTP Basic or in the form.", status=401
            )
        return _bounded(form["client_id"]), form["client_secret"]
    client_id, secret = _basic(authorization)
    if "client_secret" in form or form.get("client_id", client_id) != client_id:
        raise TokenRefusedError("invalid_request", "Send the client's id and secret in one way only.")
    return _bounded(client_id), secret


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise TokenRefusedError("invalid_client", "Only HTTP Basic is taken in 'Authorization' here.", status=401)
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise TokenRefusedError("invalid_client", "The HTTP Basic credentials cannot be read.", status=401) from error
    client_id, colon, secret = decoded.partition(":")
    if not colon:
        raise TokenRefusedError("invalid_client", "The HTTP Basic credentials hold no colon.", status=401)
    # RFC 6749 section 2.3.1: both are form-encoded before they are joined
    return unquote_plus(client_id), unquote_plus(secret)


def _bounded(client_id: str) -> str:
    if len(client_id) > _LONGEST_ID or "\x00" in client_id:
        raise unknown_client(client_id[:_LONGEST_ID])
    return client_id
