"""Overrides: a role may let pass what the rules would refuse, and says why; nothing else passes unseen."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from services.projects.domain.roles import Role
from shared.errors import ConflictError
from shared.events.projects import GateOverride


class Override(BaseModel):
    """Who lets it pass all the same, and why."""

    model_config = ConfigDict(frozen=True)

    by_role: Role
    reason: str


def overridden(refusals: Sequence[ConflictError], override: Override | None) -> GateOverride | None:
    """Return what an override lets pass; refuse as the rules do where there is none, and one that lets nothing pass."""
    if override is None:
        if refusals:
            first = refusals[0]
            detail = f"{first.detail} Only an override goes past that: send 'override' with 'by_role' and 'reason'."
            raise ConflictError(detail, code=first.code)
        return None
    if not refusals:
        raise ConflictError("Nothing stands in the way; leave 'override' out.", code="nothing-to-override")
    return GateOverride(by_role=override.by_role, reason=override.reason, of=tuple(one.code for one in refusals))
