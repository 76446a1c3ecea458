"""What a release report says of the way to the seal and after it, at a moment."""

from collections.abc import Sequence
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain import readiness as rules
from services.reporting.domain.moments import Moment
from services.reporting.domain.releases import ItemFact, Release
from services.reporting.queries.facts import found, statement

PLAN = statement("""
    SELECT freeze_on, coalesce(sign_offs_needed, '[]'::jsonb) AS sign_offs_needed FROM release_description_fact
    WHERE release = :release AND $then $latest""")
CLOSING = statement("SELECT key_id, override FROM release_closing_fact WHERE release = :release AND $then")
STATES = statement("""
    SELECT one.deliverable, stood.state FROM unnest(CAST(:deliverables AS text[])) AS one (deliverable)
    LEFT JOIN LATERAL (SELECT state FROM deliverable_state_fact AS fact
                       WHERE fact.deliverable = one.deliverable AND $then $latest) AS stood ON true""")
LATE = statement("""
    SELECT deliverable, change, reason, by_role, effective, recorded_at FROM release_late_change_fact
    WHERE release = :release AND $then ORDER BY sequence, deliverable""")
SIGN_OFFS = statement("""
    SELECT by_role, outcome, note, effective, sequence FROM release_sign_off_fact WHERE release = :release AND $then""")
AMENDMENTS = statement("""
    SELECT number, text, reason, by_role, changes, effective, recorded_at, amendment_sha256, key_id
    FROM release_amendment_fact WHERE release = :release AND $then ORDER BY number""")


async def sealing(session: AsyncSession, moment: Moment, release: Release, items: Sequence[ItemFact]) -> dict[str, Any]:
    """Return the parts of a release report that tell of readiness, sign-offs, late changes, seal and amendments."""
    of, day = {"release": release.release}, moment.as_at
    plan: Any = next(iter(await found(session, PLAN, moment, **of)), {})
    closing: Any = next(iter(await found(session, CLOSING, moment, **of)), {})
    keys = [item.deliverable for item in release.included]
    states = {row["deliverable"]: row["state"] for row in await found(session, STATES, moment, deliverables=keys)}
    said = [rules.SignOffFact(**row) for row in await found(session, SIGN_OFFS, moment, **of)]
    last_change = max((item.sequence for item in items), default=0)
    return {
        "freeze_on": plan.get("freeze_on"),
        "readiness": rules.readiness(release, states, day),
        "sign_offs": rules.sign_offs(plan.get("sign_offs_needed", []), said, last_change, day),
        "scope_changes_after_freeze": [rules.LateChange(**row) for row in await found(session, LATE, moment, **of)],
        "override": closing.get("override"),
        "amendments": [rules.Amendment(**row) for row in await found(session, AMENDMENTS, moment, **of)],
        "digest": f"sha-256:{release.manifest_sha256}" if release.manifest_sha256 else None,
        "key_id": closing.get("key_id"),
    }
