"""What a benefit profile claims to count, and claims that are given up."""

from pydantic import Field
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import func, select

from services.projects import reads, views
from services.projects.domain import benefits, claims
from services.projects.models import Benefit, BenefitClaim, NamedMeasure
from shared.database import Transaction
from shared.errors import ConflictError, FieldError, InvalidError, NotFoundError
from shared.events.projects import BenefitClaimed, BenefitClaimWithdrawn
from shared.values import Day, Key, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_COUNCILS = 100


class ClaimMeasure(Wish):
    """The profile's measure is claimed for a time: of the councils named, or of the whole programme."""

    programme_wide: bool = Field(default=False, strict=True)
    councils: list[Key] = Field(default=[], max_length=MOST_COUNCILS)
    starts: Day = Field(alias="from")
    ends: Day | None = Field(default=None, alias="to")


class WithdrawClaim(Wish):
    """Why a claim is given up."""

    reason: Text = Field(min_length=1)
    effective: Day | None = None


async def claim_measure(call: Call, key: str, wish: ClaimMeasure) -> views.ClaimMade:
    async with call.transaction() as change:
        row = await change.lock(Benefit, key, called="benefit profile")
        claim = await add_claim(change, row, wish)
        await change.session.flush()
        return await call.answer(change, _made(change, row, claim))


async def withdraw_claim(call: Call, key: str, number: int, wish: WithdrawClaim) -> views.ClaimMade:
    """Give up a claim, so that another profile may make it; that it was made stays."""
    async with call.transaction() as change:
        row = await change.lock(Benefit, key, called="benefit profile")
        claim = await change.session.get(BenefitClaim, (key, number))
        if claim is None:
            raise NotFoundError(f"The benefit profile '{key}' has no claim {number}.")
        if claim.withdrawn_on is not None:
            raise ConflictError(f"Claim {number} was withdrawn on {claim.withdrawn_on} already.", code="no-change")
        today = change.today
        effective = wish.effective or today
        benefits.refuse_effective(row, effective, today)
        claims.refuse_withdrawn_before_claimed(claim, effective)
        claim.withdrawn_on, claim.withdrawal_reason = effective, wish.reason
        claim.withdrawal_recorded_at = change.now
        event = BenefitClaimWithdrawn(
            benefit=key,
            project=row.project,
            claim=number,
            measure=claim.measure,
            reason=wish.reason,
            effective=effective.isoformat(),
        )
        change.record(event, of=row)
        await change.session.flush()
        return await call.answer(change, _made(change, row, claim))


async def add_claim(change: Transaction, row: Benefit, wish: ClaimMeasure) -> BenefitClaim:
    """Claim the measure of a locked profile, after whoever else is claiming it just now."""
    if wish.programme_wide == bool(wish.councils):
        message = "name the councils, or say 'programme_wide': true; one of the two"
        raise InvalidError(f"councils: {message}.", code="councils-or-all", fields=(FieldError("councils", message),))
    wanted = claims.Claim(tuple(sorted(set(wish.councils))), wish.starts, wish.ends)
    await change.flush()
    if row.measure is not None:
        await change.connection.execute(insert(NamedMeasure).values(key=row.measure).on_conflict_do_nothing())
    before = await reads.claims_of(change, row.measure) if row.measure else []
    measure = claims.claim(wanted, before, measure=row.measure)
    number = (await change.session.exec(select(func.count()).where(BenefitClaim.benefit == row.key))).one() + 1
    claim = BenefitClaim(
        benefit=row.key,
        number=number,
        measure=measure,
        councils=list(wanted.councils),
        starts=wanted.starts,
        ends=wanted.ends,
        effective=change.today,
        recorded_at=change.now,
    )
    change.session.add(claim)
    await change.session.flush()
    event = BenefitClaimed(
        benefit=row.key,
        project=row.project,
        claim=number,
        measure=measure,
        programme_wide=wish.programme_wide,
        councils=wanted.councils,
        starts=wanted.starts.isoformat(),
        ends=wanted.ends.isoformat() if wanted.ends else None,
        effective=change.today.isoformat(),
    )
    change.record(event, of=row)
    return claim


def _made(change: Transaction, row: Benefit, claim: BenefitClaim) -> views.ClaimMade:
    return views.ClaimMade(
        href=f"{views.BASE}/benefit-profiles/{row.key}/claims",
        version=row.version,
        benefit=row.key,
        claim=views.claim(claim, change.today),
    )
