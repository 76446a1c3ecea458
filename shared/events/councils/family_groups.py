"""What councils says of family groups, in which councils that are alike compare themselves."""

from shared.events.base import Event
from shared.events.marks import Words


class FamilyGroupRegistered(Event, about="family_group", audience="public", aggregate="family-group"):
    """A family group was made, as a source has it; no council is in it yet."""

    family_group: str
    name: str
    source: str


class FamilyGroupCouncilAdded(Event, about="family_group", audience="public", aggregate="family-group"):
    """A council is in a family group from a day on."""

    family_group: str
    council: str
    effective: str
    source: str | None = None


class FamilyGroupCouncilRemoved(Event, about="family_group", audience="public", aggregate="family-group"):
    """A council is in a family group no more from a day on."""

    family_group: str
    council: str
    effective: str
    source: str | None = None


class FamilyGroupCorrected(Event, about="family_group", audience="public", aggregate="family-group"):
    """What was told of a council and a family group was put right, for a reason.

    `corrects` is the sequence of the event that it takes the place of, null where something was left out; `standing`
    is in, out, or never where what was told did not happen; `was_standing` and `was_effective` are what was told.
    """

    family_group: str
    council: str
    corrects: int | None = None
    standing: str
    effective: str
    was_standing: str | None = None
    was_effective: str | None = None
    reason: Words
    source: str | None = None
