"""What can go wrong, as a person is told of it: what happened, what helps, and the number the command ends with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import IO


class Exit(IntEnum):
    """The number a command ends with; `partnership help exit-codes` shows them all."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_FOUND = 3
    NOT_ALLOWED = 4
    CHANGED = 5
    INVALID = 6
    UNAVAILABLE = 7
    STOPPED = 130


MEANINGS: Mapping[Exit, str] = {
    Exit.OK: "done",
    Exit.REFUSED: "the service's rules do not allow it now",
    Exit.USAGE: "the command was not given as it takes it; nothing was sent",
    Exit.NOT_FOUND: "there is nothing by that name",
    Exit.NOT_ALLOWED: "not logged in, or this client may not do that",
    Exit.CHANGED: "somebody else changed it meanwhile, or it is there already",
    Exit.INVALID: "what was given is not valid, a refused CSV among it; nothing was changed",
    Exit.UNAVAILABLE: "the service does not answer; the same command may be given again",
    Exit.STOPPED: "stopped with Ctrl-C",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one field of what was given."""

    field: str
    message: str


class StoppedError(Exception):
    """A command ends before it did what it was asked: the message says why, the hint what helps."""

    def __init__(
        self, message: str, *, hint: str | None = None, exits: Exit = Exit.REFUSED, wrong: Sequence[Wrong] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exits = exits
        self.wrong = tuple(wrong)


ALREADY = {"already", "exists", "taken"}
"""A refusal whose code has one of these words found that somebody was there before."""


def exit_of(status: int, code: str) -> Exit:
    """Return the number for a problem of the service: by its status, a conflict by its code as well."""
    if status == 409:  # noqa: PLR2004 - by their numbers, as the specification lists them
        return Exit.CHANGED if ALREADY & set(code.split("-")) else Exit.REFUSED
    by_status = {401: Exit.NOT_ALLOWED, 403: Exit.NOT_ALLOWED, 404: Exit.NOT_FOUND, 410: Exit.NOT_FOUND}
    by_status |= {412: Exit.CHANGED, 428: Exit.CHANGED, 429: Exit.UNAVAILABLE}
    if status in by_status:
        return by_status[status]
    return Exit.UNAVAILABLE if status >= 500 else Exit.INVALID  # noqa: PLR2004


HINTS: Mapping[str, str] = {
    "changed-meanwhile": "Somebody changed it since it was read. Look at it again, and give the command again.",
    "sign-offs-missing": "See who has still to sign off: partnership releases readiness KEY. "
    "To close without: --override-reason with --override-by",
    "unready-items": "Say where what is not ready goes: --carry-over-to RELEASE",
    "nothing-ready": "See what each deliverable lacks: partnership releases readiness KEY",
    "cannot-move": "`partnership adoption show COUNCIL DELIVERABLE` lists the states it may move to.",
    "call-not-open": "See which calls are open: partnership calls list --state published",
    "call-closed": "See which calls are open: partnership calls list --state published",
    "deadline-passed": "After the deadline a commitment may still be changed: partnership commitments change",
}
"""What helps with a refusal, by its code; where the service's own words already say it, nothing is added."""

BY_EXIT: Mapping[Exit, str] = {
    Exit.UNAVAILABLE: "Give the same command again in a moment; `partnership whoami` shows which address it asks.",
}


def hint_of(code: str, exits: Exit, scope: str | None = None) -> str | None:
    """Return what helps with a problem of the service."""
    if scope:
        return f"This client lacks the scope {scope}. See who you are: partnership whoami. Another client: --profile"
    return HINTS.get(code) or BY_EXIT.get(exits)


def tell(error: StoppedError, err: IO[str]) -> None:
    """Tell a person what went wrong: the sentence, each field that is wrong, and what helps."""
    print(f"Error: {error.message}", file=err)
    for one in error.wrong:
        print(f"  {one.field}: {one.message}", file=err)
    if error.hint:
        print(f"Hint: {error.hint}", file=err)
    err.flush()
