"""The report on councils' benefit figures says the same, whatever is hidden from the public, at every moment."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.moments import Moment
from services.reporting.queries.council_figures import council_benefits
from services.reporting.subscribers.councils.benefits import TELLS
from services.reporting.subscribers.projects.register import TELLS as REGISTERS
from services.reporting.subscribers.rows import ADD, day
from shared.events import Event
from shared.events.councils import (
    BenefitFigureCorrected,
    BenefitFigureGiven,
    BenefitFigureWithdrawn,
    BenefitVisibilityChanged,
)
from shared.events.projects import ProjectRegistered
from tests.support.some import fewer
from tests.support.templates import Templates

COUNCILS = ("angus", "dundee-city", "east-lothian", "falkirk", "fife", "moray")
PERIODS = ("2025", "2025-Q1")
STAGES = ("forecast", "claimed", "verified")
DAYS = ("2025-12-31", "2026-02-01", "2026-05-01")
TIMES = tuple(datetime(2026, month, 1, tzinfo=UTC) for month in (6, 7, 8))
MOMENTS = [Moment(on, known) for on, known in product(map(date.fromisoformat, DAYS), (None, *TIMES))]
EMPTY = text("TRUNCATE council_figure_fact, council_figure_visibility_fact")
FORMS = ProjectRegistered(project="forms", name="Forms", programme="digital-partnership", starts="2017-03")
HIDDEN = ("fife", "letters", "2025-Q1", "claimed")

AS_FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failing example is told as it was found: to make it smaller would take minutes on a real server."""

Key = tuple[str, str, str, str]
Told = tuple[Key, str, int, str, datetime]
KEYS = some.tuples(
    some.sampled_from(COUNCILS),
    some.sampled_from(("hours", "letters")),
    some.sampled_from(PERIODS),
    some.sampled_from(STAGES),
)
STEPS = ("given", "corrected", "withdrawn", "own", "family-group", "programme", "public", "public")
TOLD = some.tuples(
    KEYS.filter(lambda key: key != HIDDEN),
    some.sampled_from(STEPS),
    some.integers(0, 10**4),
    some.sampled_from(DAYS),
    some.sampled_from(TIMES),
)
OF_HIDDEN = some.tuples(
    some.just(HIDDEN),
    some.sampled_from(STEPS),
    some.integers(0, 10**4),
    some.sampled_from(DAYS),
    some.sampled_from(TIMES),
)


def event(key: Key, step: str, value: int, effective: str) -> Event:
    named = dict(zip(("council", "profile", "period", "stage"), key, strict=True))
    by: dict[str, Any] = named | {"by_role": "sponsor", "effective": effective}
    figure = {"project": "forms", "measure": "m", "type": "quantitative", "unit": "hours", "value": value / 100}
    if step == "given":
        return BenefitFigureGiven(**by, **figure)
    if step == "corrected":
        return BenefitFigureCorrected(**by, **figure, corrects=1, reason="r")
    if step == "withdrawn":
        return BenefitFigureWithdrawn(**by, reason="r")
    return BenefitVisibilityChanged(**named, from_visibility="own", to_visibility=step, effective=effective)


@pytest.fixture(scope="module")
async def engine(templates: Templates) -> AsyncIterator[AsyncEngine]:
    dsn = await templates.copy("reporting")
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.begin() as connection:
        for table, row in REGISTERS[ProjectRegistered](FORMS):
            rows = orjson.dumps([_when("2017-03", TIMES[0], 1) | row]).decode()
            await connection.execute(ADD[str(table.__tablename__)], {"rows": rows})
    yield engine
    await engine.dispose()


def _when(effective: str, recorded: datetime, sequence: int) -> dict[str, Any]:
    return {
        "event_id": uuid4(),
        "effective": effective,
        "effective_day": day(effective),
        "recorded_at": recorded,
        "sequence": sequence,
    }


async def reports(engine: AsyncEngine, told: Sequence[Told]) -> list[str]:
    """Return the report at every moment, once this was told in this order."""
    async with engine.begin() as connection:
        await connection.execute(EMPTY)
        for number, (key, step, value, effective, recorded) in enumerate(told, start=1):
            said = event(key, step, value, effective)
            for table, row in TELLS[type(said)](said):
                rows = orjson.dumps([_when(effective, recorded, number) | row]).decode()
                await connection.execute(ADD[str(table.__tablename__)], {"rows": rows})
    async with AsyncSession(engine) as session:
        return [(await council_benefits(session, moment)).model_dump_json() for moment in MOMENTS]


@settings(max_examples=fewer(30), phases=AS_FOUND)
@given(
    told=some.lists(TOLD, max_size=12),
    hidden=some.lists(OF_HIDDEN, min_size=1, max_size=5),
    ends=some.sampled_from(("own", "family-group", "programme")),
    seed=some.randoms(use_true_random=False),
)
async def test_worlds_that_differ_in_what_is_hidden_are_reported_alike(
    engine: AsyncEngine, told: list[Told], hidden: list[Told], ends: str, seed: Any
) -> None:
    base = [
        ((slug, "hours", "2025-Q1", "claimed"), what, 150, DAYS[0], TIMES[0])
        for slug in COUNCILS[:5]
        for what in ("given", "public")
    ]
    without = [*base, *told]
    # the hidden figure's own history keeps its order, wherever between the others it happened
    end: Told = (HIDDEN, ends, 0, DAYS[0], TIMES[0])
    places = sorted(seed.randrange(len(without) + 1) for _ in range(len(hidden) + 1))
    mixed: list[Told] = list(without)
    for place, one in reversed(list(zip(places, [*hidden, end], strict=True))):
        mixed.insert(place, one)
    dearer: list[Told] = [
        (key, step, value + 100 * (key == HIDDEN), effective, recorded)
        for key, step, value, effective, recorded in mixed
    ]
    expected = await reports(engine, without)
    assert await reports(engine, mixed) == expected
    assert await reports(engine, dearer) == expected
