"""What answers show of what a subscription would bring, by what it would have brought."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from services.notifications.domain.previews import Tally
from shared.events import find
from shared.events.base import Audience
from shared.web.resources import View


class WeekView(View):
    """How many came in the week that began on a Monday."""

    week: date
    count: int


class TypeCountView(View):
    """How many of one type came, in all and by week; weeks without any are left out."""

    type: str
    name: str
    total: int
    weeks: list[WeekView]


class BurstView(View):
    """The most that came at once, and when that began."""

    at: datetime
    count: int


class BurstsView(View):
    """The largest bursts: what an endpoint must stand, and how long it would have taken at its rate."""

    minute: BurstView | None = None
    hour: BurstView | None = None


class HiddenTypeView(View):
    """A type that is wanted and not seen whole: of `own-council` only what is about one's own, of `none` nothing."""

    type: str
    name: str
    audience: Audience
    seen: Literal["own-council", "none"]


class HiddenView(View):
    """What is wanted and would not come.

    Of events that are not the caller's to see nothing is counted, and no filter is tried on them: a count would tell
    what they hold.
    """

    types: list[HiddenTypeView]
    fields: list[str] = Field(description="what is left out of each event")


class PreviewView(View):
    """What a subscription would have brought; `complete` where everything since then was looked at."""

    since: datetime = Field(description="what was recorded from then on was looked at")
    until: datetime
    complete: bool
    total: int
    types: list[TypeCountView]
    largest_burst: BurstsView
    samples: list[dict[str, Any]] = Field(description="some of the newest, as CloudEvents")
    hidden: HiddenView


def type_counts(tally: Tally) -> list[TypeCountView]:
    weeks: dict[str, list[WeekView]] = defaultdict(list)
    for (name, week), count in sorted(tally.by_week.items()):
        weeks[name].append(WeekView(week=week, count=count))
    return [
        TypeCountView(type=name, name=short_name(name), total=sum(one.count for one in found), weeks=found)
        for name, found in weeks.items()
    ]


def bursts(tally: Tally) -> BurstsView:
    return BurstsView(minute=_burst(tally.most_in_a_minute), hour=_burst(tally.most_in_an_hour))


def hidden(names: Sequence[str], council: str | None, *, fields: Sequence[str]) -> HiddenView:
    """Show what the owner of a subscription may not see of the types it may bring."""
    if council is None:
        return HiddenView(types=[], fields=list(fields))
    types = [
        HiddenTypeView(
            type=name,
            name=event.short_name(),
            audience=event.audience,
            seen="own-council" if event.audience == "council" else "none",
        )
        for name in names
        if (event := find(name)) is not None and event.audience in {"council", "office"}
    ]
    return HiddenView(types=types, fields=list(fields))


def short_name(type_name: str) -> str:
    known = find(type_name)
    return known.short_name() if known is not None else type_name


def _burst(found: tuple[datetime, int] | None) -> BurstView | None:
    return None if found is None else BurstView(at=found[0], count=found[1])
