"""What can go wrong, as classes; the text of each is the service's own sentence, in words its user can act on."""

# ruff: noqa: N818 - they are caught by what happened: `except NotFound`, `except ChangedMeanwhile`

from dataclasses import dataclass
from typing import Any, ClassVar

import httpx


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a request, or with one cell of a file."""

    field: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}, {self.field}" if self.line is not None else self.field
        return f"{where}: {self.message}"


class PartnershipError(Exception):
    """Anything that went wrong; `str()` says what in plain words."""

    status: int | None = None
    """The HTTP status of the answer, if there was one."""
    code: str = "failed"
    """A word for programs, which never changes."""

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        status: int | None = None,
        errors: tuple[FieldProblem, ...] = (),
        correlation: str | None = None,
        unsure: bool = False,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.status = status if status is not None else type(self).status
        self.errors = errors
        self.correlation = correlation
        """The id under which the services logged the request: give it to the operators."""
        self.unsure = unsure
        """Whether a change may have been carried out all the same: its answer was lost."""


class Refused(PartnershipError):
    """The service understood the request and turned it down."""

    code = "refused"


class Invalid(Refused):
    """The request is not valid on its own; `.errors` says which field, and what would be right."""

    code = "invalid"


class Unauthorized(Refused):
    """The client is not known, its secret is wrong, or its token is not taken."""

    code = "unauthenticated"


class Forbidden(Refused):
    """The client is known, and may not do that."""

    code = "forbidden"


class NotFound(Refused):
    """There is nothing by that name."""

    code = "not-found"


class Conflict(Refused):
    """The state of things does not allow it now."""

    code = "conflict"


class ChangedMeanwhile(Refused):
    """It was changed since it was read: read it again, and decide again.

    `.unsure` says that this very change may have been the one: the answer to its first try was lost on the way.
    """

    code = "changed-meanwhile"


class Unavailable(PartnershipError):
    """The service could not answer, and went on like that until the call's deadline."""

    code = "unavailable"


class ServerFailed(PartnershipError):
    """Something went wrong on the service's side; give `.correlation` to its operators."""

    code = "internal"


class Unreachable(PartnershipError):
    """No answer came at all until the call's deadline; `.unsure` says whether a change may have been carried out."""

    code = "unreachable"


class NotUnderstood(PartnershipError):
    """An answer came that is none of the Partnership's: perhaps the address is another system's."""

    code = "not-understood"


class ImportRefused(Refused):
    """A file was refused whole, and nothing of it was taken in; `.errors` has line, column and what would be right."""

    code = "import-refused"


class StillWorking(PartnershipError):
    """A file is still being worked through when the time to wait for it is over; it goes on by itself."""

    code = "still-working"


class NotSigned(PartnershipError):
    """What came to a receiver is not signed by any key that is known, or not now: answer 400, take nothing in."""


class NotAnEvent(PartnershipError):
    """What came to a receiver is well signed, and no event that can be understood: answer 422."""


class Kinds:
    """Which class stands for which status."""

    of: ClassVar[dict[int, type[PartnershipError]]] = {
        400: Invalid,
        401: Unauthorized,
        403: Forbidden,
        404: NotFound,
        409: Conflict,
        412: ChangedMeanwhile,
        413: Invalid,
        415: Invalid,
        422: Invalid,
        428: Invalid,
        429: Unavailable,
        502: Unavailable,
        503: Unavailable,
        504: Unavailable,
    }


def error_of(response: httpx.Response, *, unsure: bool = False) -> PartnershipError:
    """Return the error that an answer tells of."""
    status = response.status_code
    kind = Kinds.of.get(status, ServerFailed if response.is_server_error else Refused)
    body = _object(response)
    detail = body.get("detail") or body.get("error_description") or body.get("title")
    detail = str(detail) if detail else f"The server answered {status} {response.reason_phrase}."
    if unsure and kind is ChangedMeanwhile:
        detail += " The answer to the first try was lost, and that try may have been the change: read it again to see."
    code = body.get("code") or body.get("error")
    return kind(
        detail,
        code=str(code) if code else None,
        status=status,
        errors=tuple(_problems(body.get("errors"))),
        correlation=response.headers.get("x-correlation-id"),
        unsure=unsure,
    )


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _problems(errors: Any) -> list[FieldProblem]:
    found = errors if isinstance(errors, list) else []
    return [
        FieldProblem(str(one.get("field") or one.get("column") or ""), str(one.get("message", "")), one.get("line"))
        for one in found
        if isinstance(one, dict)
    ]
