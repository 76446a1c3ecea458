"""What Schemathesis needs to be told about our requests."""

from typing import Any
from uuid import uuid4

import schemathesis
from schemathesis import Case, HookContext

SIMPLEST = "0"
"""The word it sends as every key that it does not care about."""


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """Give a request a key of its own: under one that was used it would be refused, whatever else is in it."""
    if case.headers and case.headers.get("Idempotency-Key") == SIMPLEST:
        case.headers["Idempotency-Key"] = str(uuid4())
