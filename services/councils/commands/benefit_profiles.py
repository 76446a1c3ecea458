"""Benefit profiles, as projects told them last."""

from services.councils.models import KnownProfile
from shared.database import Transaction
from shared.events.projects import BenefitDetailsChanged, BenefitProfiled


async def remember_profile(change: Transaction, event: BenefitProfiled | BenefitDetailsChanged) -> None:
    """Remember what figures of a profile measure; what was told of it before keeps what it was told with."""
    await change.session.merge(
        KnownProfile(
            profile=event.benefit,
            attribution=event.attribution.kind if event.attribution else None,
            **event.model_dump(include={"project", "statement", "type", "measure", "unit", "basis"}),
        )
    )
