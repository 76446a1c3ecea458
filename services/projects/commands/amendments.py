"""Amending a closed release: a numbered, signed amendment beside its manifest, never an edit."""

from typing import Any

from pydantic import Field

from services.projects import reads, views
from services.projects.commands import seal_keys
from services.projects.domain import amendments as rules
from services.projects.domain.roles import Role
from services.projects.models import Release, ReleaseAmendment, ReleaseManifest
from shared.events.projects import AmendedEntry, ReleaseAmended
from shared.values import Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class Amended(Wish):
    """One thing that is put right: what it is about, how it stood, and how it is to be read."""

    about: Name
    was: Text | None = None
    now: Text | None = None


class Amend(Wish):
    """What is to be read otherwise in a closed release, why, and in whose name."""

    text: Text = Field(min_length=1)
    reason: Text = Field(min_length=1)
    by_role: Role
    changes: list[Amended] = Field(default=[], max_length=rules.MOST_CHANGES)


async def amend(call: Call, key: str, wish: Amend) -> views.AmendmentView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        manifest = await change.session.get(ReleaseManifest, key)
        before = await reads.last_amendment(change.session, key)
        changes = tuple(AmendedEntry(**one.model_dump()) for one in wish.changes)
        said = {"text": wish.text, "reason": wish.reason, "by_role": wish.by_role}
        made = rules.amend(
            row,
            text=wish.text,
            reason=wish.reason,
            by_role=wish.by_role,
            changes=changes,
            manifest_sha256=manifest.sha256 if manifest else None,
            before=(before.number, before.sha256) if before else None,
            today=change.today,
        )
        signer = await seal_keys.signer(change)
        signed = {"signature": signer.sign(made.content), "key_id": signer.kid}
        stands: dict[str, Any] = {"manifest_sha256": made.manifest_sha256, "previous_sha256": made.previous_sha256}
        amendment = ReleaseAmendment(
            release=key,
            number=made.number,
            changes=[one.model_dump(mode="json") for one in changes],
            effective=change.today,
            recorded_at=change.now,
            content=made.content,
            sha256=made.sha256,
            **(said | signed | stands),
        )
        event = ReleaseAmended(
            release=key,
            number=made.number,
            changes=changes,
            effective=change.today.isoformat(),
            amendment_sha256=made.sha256,
            **(said | signed | stands),
        )
        change.session.add(amendment)
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, views.amendment(amendment, version=row.version))
