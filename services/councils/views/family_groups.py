"""What answers show of family groups, as at a day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import Field

from services.councils.domain.family_groups import put_in_by
from services.councils.models import FamilyGroup, FamilyGroupTold
from services.councils.views.base import BASE
from shared.web.resources import Resource, View


class GroupedView(View):
    """A council that is in a group, and since when."""

    council: str
    since: str
    source: str | None = None
    recorded_at: datetime


class GroupToldView(View):
    """Something told of a council and a group; a correction has a reason, and may take the place of another."""

    number: int
    council: str
    standing: str
    effective: str = Field(alias="from")
    source: str | None = None
    corrects: int | None = None
    corrected_by: int | None = None
    reason: str | None = None
    recorded_at: datetime


class FamilyGroupView(Resource):
    """A family group with the councils in it on a day."""

    key: str
    name: str
    source: str
    as_at: date
    councils: list[GroupedView]


class FamilyGroupHistoryView(FamilyGroupView):
    """A family group with all that was told of it."""

    history: list[GroupToldView]


def family_group(row: FamilyGroup, told: Mapping[str, Sequence[FamilyGroupTold]], day: date) -> FamilyGroupView:
    """Show who is in a group on a day, by all that is known now."""
    return FamilyGroupView(
        href=f"{BASE}/councils/family-groups/{row.key}",
        version=row.version,
        key=row.key,
        name=row.name,
        source=row.source,
        as_at=day,
        councils=[_grouped(one) for _, history in sorted(told.items()) if (one := put_in_by(history, day))],
    )


def family_group_history(
    row: FamilyGroup, told: Mapping[str, Sequence[FamilyGroupTold]], day: date
) -> FamilyGroupHistoryView:
    every = sorted((one for history in told.values() for one in history), key=lambda one: one.number)
    by = {one.corrects: one.number for one in every if one.corrects is not None}
    return FamilyGroupHistoryView(
        **family_group(row, told, day).model_dump(),
        history=[
            GroupToldView(**one.model_dump(exclude={"family_group", "day"}), corrected_by=by.get(one.number))
            for one in every
        ],
    )


def _grouped(told: FamilyGroupTold) -> GroupedView:
    return GroupedView(council=told.council, since=told.effective, source=told.source, recorded_at=told.recorded_at)
