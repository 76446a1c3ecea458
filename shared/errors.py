"""Refusals: every way a request can be turned down, each with a kind; only the web edge maps a kind to a status."""

from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, in words its sender can act on."""

    field: str
    message: str


class RefusedError(Exception):
    """The request was understood and turned down; the message says why and what would help."""

    status = 400
    title = "The request was refused"

    def __init__(self, detail: str, *, code: str | None = None, fields: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.default_code
        self.fields = fields

    default_code = "refused"
    retry_after: int | None = None
    """After how many seconds the same request may fare better."""


class InvalidError(RefusedError):
    """The request breaks a rule on its own, whatever the state of things."""

    status, title, default_code = 422, "The request is not valid", "invalid"


class MalformedError(RefusedError):
    """The request cannot be read at all."""

    status, title, default_code = 400, "The request cannot be read", "malformed"


class UnauthenticatedError(RefusedError):
    """Nobody, or nobody we can trust, is asking."""

    status, title, default_code = 401, "A valid access token is needed", "unauthenticated"


class ForbiddenError(RefusedError):
    """The caller is known and may not do this."""

    status, title, default_code = 403, "This client may not do that", "forbidden"


class NotFoundError(RefusedError):
    """There is nothing by that name."""

    status, title, default_code = 404, "Not found", "not-found"


class ConflictError(RefusedError):
    """The state of things does not allow it now."""

    status, title, default_code = 409, "The state of things does not allow that", "conflict"


class PreconditionFailedError(RefusedError):
    """The resource has changed since the caller read it."""

    status, title, default_code = 412, "The resource has changed since you read it", "changed-meanwhile"


class TooLargeError(RefusedError):
    """The body is larger than any request needs."""

    status, title, default_code = 413, "The request is too large", "too-large"


class PreconditionRequiredError(RefusedError):
    """A change must say which version it is meant for."""

    status, title, default_code = 428, "Say which version you are changing", "if-match-required"


class TooManyError(RefusedError):
    """This client has more going on at once than one client may."""

    status, title, default_code = 429, "Too much at once", "too-many"
    retry_after = 10


class UnavailableError(RefusedError):
    """Something this service stands on does not answer; the same request may be sent again."""

    status, title, default_code = 503, "The service cannot answer just now", "unavailable"
    retry_after = 2


def refuse_field(field: str, code: str, message: str) -> NoReturn:
    """Refuse what one field says: the sentence begins with its name, and programs find both apart."""
    raise InvalidError(f"{field}: {message}.", code=code, fields=(FieldError(field, message),))
