"""The client's errors as a person is told of them: with the number to end with, and what helps."""

import re

from partnership_client.errors import PartnershipError, ServerFailed, Unauthorized, Unavailable, Unreachable

from partnership_cli.errors import Exit, StoppedError, Wrong, exit_of, hint_of
from partnership_cli.settings import Profile


def told(error: PartnershipError, profile: Profile) -> StoppedError:
    """Return the error as a command ends with it."""
    exits = _exit(error)
    sentence = _sentence(error)
    wrong = [Wrong(_where(one.field, one.line), one.message) for one in error.errors]
    if len(wrong) == 1 and (wrong[0].message in sentence or sentence.startswith(f"{wrong[0].field}:")):
        # it was said already
        wrong = []
    return StoppedError(sentence, hint=_hint(error, exits, profile), exits=exits, wrong=wrong)


def _exit(error: PartnershipError) -> Exit:
    if isinstance(error, Unavailable | Unreachable | ServerFailed) or error.status is None:
        return Exit.UNAVAILABLE
    if isinstance(error, Unauthorized):
        return Exit.NOT_ALLOWED
    return exit_of(error.status, error.code)


def _sentence(error: PartnershipError) -> str:
    # where in the request a field stands is nothing to who typed a command
    sentence = re.sub(r"^(path|query|body)\.", "", str(error))
    if isinstance(error, ServerFailed) and error.correlation:
        sentence += f" Its operators find it as {error.correlation}."
    return sentence


def _hint(error: PartnershipError, exits: Exit, profile: Profile) -> str | None:
    if isinstance(error, Unauthorized):
        if profile.client_id is None:
            return "Log in with: partnership login"
        return f"Log in again, with the secret of {profile.client_id}: partnership login --profile {profile.name}"
    if isinstance(error, Unreachable):
        return f"It was asked at {profile.url}. `partnership login` sets another address, --timeout waits longer."
    scope = re.search(r"scope '?([a-z]+:[a-z]+|operations)'?", str(error)) if exits is Exit.NOT_ALLOWED else None
    return hint_of(error.code, exits, scope.group(1) if scope else None)


def _where(field: str, line: int | None) -> str:
    field = field.removeprefix("path.").removeprefix("query.").removeprefix("body.")
    return field if line is None else f"line {line}, {field}"
