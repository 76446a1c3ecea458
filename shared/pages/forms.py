"""Forms that browsers send: read within bounds, and what is wrong with one, at the fields where people can mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from shared.errors import (
    ConflictError,
    InvalidError,
    MalformedError,
    PreconditionFailedError,
    RefusedError,
    TooManyError,
)
from shared.web import words

MEDIA_TYPE = "application/x-www-form-urlencoded"
MAX_FIELDS = 500

Errors = list[tuple[str, str]]
"""What is wrong: the form's field, or none, and a sentence."""

Labels = Mapping[str, tuple[str, str]]
"""Which field of the form a field of the API is, and what the form calls it."""


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody filled in."""

    fields: Sequence[tuple[str, str]] = ()

    def text(self, name: str, default: str = "") -> str:
        """Return what stands in a field, without the space around it."""
        return next((value.strip() for found, value in self.fields if found == name), default)

    def every(self, name: str) -> list[str]:
        """Return all that was chosen under a name."""
        return [value for found, value in self.fields if found == name]

    def has(self, name: str) -> bool:
        return any(found == name for found, _ in self.fields)


async def read_form(request: Request) -> Form:
    """Read a form; refuse what is none."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise HTTPException(415, f"Send this as a form ({MEDIA_TYPE})")
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=MAX_FIELDS
        )
    except ValueError as error:
        raise MalformedError("The form cannot be read.") from error
    if any("\x00" in text for pair in pairs for text in pair):
        raise MalformedError("A form must not hold NUL characters.")
    return Form([(name, value.replace("\r\n", "\n")) for name, value in pairs])


def is_told_in_form(error: RefusedError) -> bool:
    """Say whether a refusal is for the form that asked, to be mended there; others are pages of their own."""
    return isinstance(error, ConflictError | InvalidError | PreconditionFailedError | TooManyError)


def complaints(error: RefusedError | ValidationError, labels: Labels) -> Errors:
    """Return what is wrong with a form, in its own words: each at its field, and what has none as a whole sentence."""
    if isinstance(error, ValidationError):
        found = [(words.field(one["loc"]), words.message(one)) for one in error.errors()]
    elif error.code == "idempotency-key-reused":
        return [("", "This form was sent before, with something else in it. Open a new one.")]
    elif error.fields:
        found = [(one.field, one.message) for one in error.fields]
    else:
        return [("", error.detail)]
    return list(dict.fromkeys(_complaint(field, message, labels) for field, message in found))


def _complaint(field: str, message: str, labels: Labels) -> tuple[str, str]:
    """Look for the field, or the nearest one that it is part of."""
    parts = field.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in labels:
            place, label = labels[name]
            return place, f"{label} {message}"
    return "", f"{field}: {message}"
