"""What holds at a moment, for any facts told in any order, taken back and told again: as the facts alone would say."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from services.reporting.domain.adoption import LineCount, Named
from services.reporting.domain.moments import Moment
from services.reporting.queries import facts, projects
from services.reporting.subscribers.rewinding import FORGET
from services.reporting.subscribers.rows import ADD, ALWAYS
from tests.support.some import fewer
from tests.support.templates import Templates

DAYS = (ALWAYS, date(2018, 2, 28), date(2019, 5, 1), date(2999, 1, 1))
TIMES = tuple(datetime(2020, month, 1, tzinfo=UTC) for month in (1, 2, 3))
MOMENTS = [
    Moment(day, known) for day, known in product((date(2018, 1, 1), *DAYS[1:3], date(2026, 1, 1)), (None, *TIMES))
]
EMPTY = text("TRUNCATE adoption_fact, deliverable_fact, deliverable_state_fact")
MEND = text("UPDATE adoption_fact SET council = 'a', effective_day = :day WHERE event_id = ANY(:void)")
LINES = text("SELECT council, deliverable, sequence, release, state FROM adoption_line")


@dataclass(frozen=True)
class Told:
    """A fact, in the table of its kind."""

    table: str
    about: dict[str, Any]
    effective_day: date
    recorded_at: datetime
    sequence: int = 0
    event_id: UUID | None = None

    @property
    def place(self) -> tuple[date, datetime, int]:
        return self.effective_day, self.recorded_at, self.sequence

    def row(self) -> dict[str, Any]:
        return {key: value for key, value in (asdict(self) | self.about).items() if key not in {"table", "about"}}


def _facts(table: str, **about: some.SearchStrategy[Any]) -> some.SearchStrategy[Told]:
    return some.builds(
        Told, some.just(table), some.fixed_dictionaries(about), some.sampled_from(DAYS), some.sampled_from(TIMES)
    )


KEYS = some.sampled_from(("x", "y"))
FACTS = some.one_of(
    _facts(
        "adoption_fact",
        council=some.sampled_from(("a", "b", "c")),
        deliverable=KEYS,
        release=some.sampled_from(("one", "two")),
        state=some.sampled_from(("invited", "planned", "in-use")),
        demonstration=some.sampled_from((None, False, True)),
    ),
    _facts("deliverable_fact", deliverable=KEYS, name=some.sampled_from("MNO"), project=some.just("p")),
    _facts("deliverable_state_fact", deliverable=KEYS, state=some.sampled_from(("beta", "live"))),
)
STEPS = some.lists(
    some.tuples(some.just("tell"), some.lists(FACTS, min_size=1, max_size=8))
    | some.tuples(some.sampled_from(("void", "mend")), some.sets(some.integers(0, 30), min_size=1, max_size=6))
    | some.tuples(some.just("empty"), some.none()),
    max_size=6,
)


@pytest.fixture(scope="module")
async def engine(templates: Templates) -> AsyncIterator[AsyncEngine]:
    dsn = await templates.copy("reporting")
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
    yield engine
    await engine.dispose()


@settings(max_examples=fewer(100))
@given(first=some.lists(FACTS, max_size=12), steps=STEPS)
async def test_is_what_the_facts_alone_would_say(
    engine: AsyncEngine, first: list[Told], steps: list[tuple[str, Any]]
) -> None:
    there: list[Told] = []
    for what, of in [("empty", None), ("tell", first), *steps]:
        there = await _step(engine, there, what, of)
    async with AsyncSession(engine) as session:
        found = (await (await session.connection()).execute(LINES)).all()
        assert sorted(map(tuple, found)) == sorted(_newest(there))
        for moment in MOMENTS:
            assert await _answers(session, moment) == _recomputed(there, moment), moment


async def _step(engine: AsyncEngine, there: list[Told], what: str, of: Any) -> list[Told]:
    """Do it as reporting does, and return which facts are there then."""
    chosen = [] if what in {"tell", "empty"} else [one for number, one in enumerate(there) if number in of]
    void = [one.event_id for one in chosen]
    async with engine.begin() as connection:
        if what == "tell":
            begun = max((one.sequence for one in there), default=0) + 1
            new = [_with(one, sequence=number, event_id=uuid4()) for number, one in enumerate(of, start=begun)]
            for table in sorted({one.table for one in new}):
                rows = orjson.dumps([one.row() for one in new if one.table == table]).decode()
                await connection.execute(ADD[table], {"rows": rows})
            return [*there, *new]
        if what == "mend":
            await connection.execute(MEND, {"void": void, "day": DAYS[1]})
            mended = [
                _with(one, about=one.about | {"council": "a"}, effective_day=DAYS[1])
                for one in chosen
                if one.table == "adoption_fact"
            ]
            changed = {one.event_id for one in mended}
            return [*(one for one in there if one.event_id not in changed), *mended]
        for statement in [EMPTY] if what == "empty" else FORGET:
            await connection.execute(statement, {} if what == "empty" else {"void": void})
        return [] if what == "empty" else [one for one in there if one.event_id not in void]


def _with(one: Told, **changes: Any) -> Told:
    return Told(**({name: getattr(one, name) for name in Told.__dataclass_fields__} | changes))


async def _answers(session: AsyncSession, moment: Moment) -> Any:
    return (
        _counted(await facts.line_counts(session, moment, outside=["c"])),
        _counted(await facts.line_counts(session, moment, outside=[], release="two")),
        await facts.deliverable_names(session, moment),
        sorted(await projects.deliverable_states(session, moment), key=repr),
    )


def _recomputed(there: Sequence[Told], moment: Moment) -> Any:
    known = [one for one in there if one.recorded_at <= moment.known]
    then = [one for one in known if one.effective_day <= moment.as_at]
    names = _latest((one for one in then if one.table == "deliverable_fact"), "deliverable")
    states = _latest((one for one in then if one.table == "deliverable_state_fact"), "deliverable")
    registered = {one.about["deliverable"] for one in known if one.table == "deliverable_fact"}
    lines = [one for one in there if one.table == "adoption_fact"]
    opened = {_line(one) for one in lines if one.about["demonstration"] is not None}
    shown = {one.about["release"] for one in lines if one.about["demonstration"] and one in known}
    stands = [
        fact for line, fact in _latest((one for one in lines if one in then), "council", "deliverable").items()
        if line in opened
    ]  # fmt: skip
    return (
        _count((one for one in stands if one.about["council"] != "c"), shown),
        _count((one for one in stands if one.about["release"] == "two"), shown),
        {key: Named(one.about["name"], one.about["project"]) for (key,), one in names.items()},
        sorted((("p", states[(key,)].about["state"] if (key,) in states else None) for key in registered), key=repr),
    )


def _latest(told: Iterable[Told], *key: str) -> dict[tuple[str, ...], Told]:
    return {tuple(one.about[name] for name in key): one for one in sorted(told, key=lambda one: one.place)}


def _line(one: Told) -> tuple[str, ...]:
    return one.about["council"], one.about["deliverable"]


def _newest(there: Sequence[Told]) -> list[tuple[Any, ...]]:
    lines = _latest((one for one in there if one.table == "adoption_fact"), "council", "deliverable")
    return [(*line, one.sequence, one.about["release"], one.about["state"]) for line, one in lines.items()]


def _count(lines: Iterable[Told], shown: set[str]) -> Counter[tuple[Any, ...]]:
    return Counter(
        (one.about["deliverable"], one.about["release"], one.about["release"] in shown, one.about["state"])
        for one in lines
    )


def _counted(counts: Sequence[LineCount]) -> Counter[tuple[Any, ...]]:
    assert len({(one.deliverable, one.release, one.state) for one in counts}) == len(counts), "each is counted once"
    return Counter({(one.deliverable, one.release, one.demonstration, one.state): one.councils for one in counts})
