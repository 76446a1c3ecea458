"""Signing a release off, or refusing to, in the name of a role."""

from services.projects import views
from services.projects.commands.scope import tell_freeze
from services.projects.domain import sign_offs as rules
from services.projects.domain.roles import Role
from services.projects.models import Release, ReleaseSignOff
from services.projects.reads import histories
from shared.values import Text
from shared.web.calls import Call
from shared.web.resources import Wish


class SignOff(Wish):
    """What a role says of a release as it is now."""

    by_role: Role
    outcome: rules.Outcome
    note: Text | None = None


async def sign_off(call: Call, key: str, wish: SignOff) -> views.SignOffRecordView:
    async with call.transaction() as change:
        row = await change.lock(Release, key)
        await tell_freeze(change, row)
        known = await histories.history(change.session, key)
        event = rules.sign_off(row, wish.by_role, wish.outcome, wish.note, known.standing(change.today), change.today)
        change.record(event, of=row)
        given = ReleaseSignOff(
            release=key,
            number=row.version,
            by_role=wish.by_role,
            outcome=wish.outcome,
            note=wish.note,
            effective=change.today,
            recorded_at=change.now,
        )
        change.session.add(given)
        await change.session.flush()
        return await call.answer(change, views.sign_off_record(given, stale=False, version=row.version))
