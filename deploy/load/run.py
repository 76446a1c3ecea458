"""One load: stage by stage, what is missing is made, what differs is told, and nothing that is there is touched."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from deploy.load.client import Api, LoadError
from deploy.load.data import Data
from deploy.load.kinds import STAGES, Kind
from deploy.load.plan import Plan, plan
from deploy.load.wishes import Wish

Say = Callable[[str], None]
_TOLD = 10


@dataclass
class Outcome:
    made: int = 0
    differences: list[str] = field(default_factory=list)


async def load(api: Api, data: Data, say: Say) -> Outcome:
    """Bring in what is missing, say a line per kind, and raise LoadError after the first stage that had trouble."""
    outcome = Outcome()
    for stage in STAGES:
        results = await asyncio.gather(*(_load_kind(api, kind, data) for kind in stage))
        for kind, (decided, troubles) in zip(stage, results, strict=True):
            made = len(decided.missing) - len(troubles)
            outcome.made += made
            outcome.differences += decided.differences
            say(_line(kind, decided, made, troubles))
        troubles = [trouble for _, of_kind in results for trouble in of_kind]
        if troubles:
            raise LoadError("\n".join(_some(troubles)))
    for line in _some(outcome.differences):
        say(f"  left as it is: {line}")
    return outcome


async def _load_kind(api: Api, kind: Kind, data: Data) -> tuple[Plan, list[str]]:
    asked = kind.wishes(data)
    decided = plan(asked, await kind.look_up(api, asked))
    if kind.in_order:
        answers = [await _make(api, wish) for wish in decided.missing]
    else:
        answers = await asyncio.gather(*(_make(api, wish) for wish in decided.missing))
    return decided, [trouble for trouble in answers if trouble]


async def _make(api: Api, wish: Wish) -> str | None:
    """Make one thing; return what went wrong in words that name the row."""
    try:
        await api.make(wish)
    except LoadError as error:
        return f"{wish.kind} {wish.key}: {error}"
    return None


def _line(kind: Kind, decided: Plan, made: int, troubles: list[str]) -> str:
    counts = [f"{made} made"] if made else []
    counts += [f"{len(decided.there)} there already"] if decided.there else []
    counts += [f"{len(decided.differences)} differ"] if decided.differences else []
    counts += [f"{len(troubles)} refused"] if troubles else []
    return f"  {kind.plural:<22} {', '.join(counts)}"


def _some(lines: list[str]) -> list[str]:
    """Return the lines, or the first of very many and how many more there are."""
    return lines if len(lines) <= _TOLD else [*lines[:_TOLD], f"and {len(lines) - _TOLD} more"]
