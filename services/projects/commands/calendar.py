"""The programme's calendar: periods are added, put right and taken out, each with its reason."""

from typing import Annotated, Literal

from pydantic import Field

from services.projects import views
from services.projects.commands.making import new, refuse_existing
from services.projects.domain import calendar as rules
from services.projects.models import CalendarPeriod, CalendarPeriodVersion
from shared.database import Transaction
from shared.errors import FieldError, InvalidError
from shared.events import Event
from shared.values import Day, Key, Link, Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_COUNCILS = 100

Effect = Literal["avoid"] | Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Councils = Annotated[list[Key], Field(min_length=1, max_length=MOST_COUNCILS)]
Why = Annotated[Text, Field(min_length=1)]


class AddPeriod(Wish):
    """A period in which councils have less to give (`effect` is the part left), or are not to be asked ("avoid")."""

    key: Key
    kind: rules.Kind
    name: Name
    starts: Day = Field(alias="from")
    ends: Day = Field(alias="to")
    councils: Councils | None = None
    effect: Effect
    source: Link | None = None
    demonstration: bool = Field(default=False, strict=True)


class ChangePeriod(Wish):
    """What is put right in a period, and why; what is left out stays."""

    kind: rules.Kind | None = None
    name: Name | None = None
    starts: Day | None = Field(default=None, alias="from")
    ends: Day | None = Field(default=None, alias="to")
    councils: Councils | None = None
    effect: Effect | None = None
    source: Link | None = None
    reason: Why


async def add_period(call: Call, wish: AddPeriod) -> views.CalendarPeriodView:
    async with call.transaction() as change:
        await refuse_existing(change, CalendarPeriod, wish.key, "period")
        values = wish.model_dump(exclude={"effect"})
        row: CalendarPeriod = new(CalendarPeriod, change, factor=_factor(wish.effect), effective=change.today, **values)
        return await call.answer(change, await _saved(change, row, rules.add(row)))


async def change_period(call: Call, key: str, wish: ChangePeriod) -> views.CalendarPeriodView:
    async with call.transaction() as change:
        row = await _standing(call, change, key)
        wanted = wish.model_dump(exclude_unset=True, exclude={"reason"})
        for name in ("kind", "name", "starts", "ends", "effect"):
            if name in wanted and wanted[name] is None:
                shown = {"starts": "from", "ends": "to"}.get(name, name)
                raise InvalidError(f"{shown}: a period has one.", fields=(FieldError(shown, "must not be null"),))
        if "effect" in wanted:
            wanted["factor"] = _factor(wanted.pop("effect"))
        row.sqlmodel_update(wanted | {"reason": wish.reason, "effective": change.today})
        return await call.answer(change, await _saved(change, row, rules.change(row, wish.reason)))


async def end_period(call: Call, key: str, reason: str) -> views.CalendarPeriodView:
    async with call.transaction() as change:
        row = await _standing(call, change, key)
        event = rules.end(row, reason, change.today)
        row.ended_on, row.reason, row.effective = change.today, reason, change.today
        return await call.answer(change, await _saved(change, row, event))


async def _standing(call: Call, change: Transaction, key: str) -> CalendarPeriod:
    row = await change.lock(CalendarPeriod, key, called="period")
    call.expect(row)
    rules.refuse_ended(row)
    return row


async def _saved(change: Transaction, row: CalendarPeriod, event: Event) -> views.CalendarPeriodView:
    """Keep a period with its version, say what happened, and show it."""
    change.record(event, of=row)
    version = CalendarPeriodVersion(
        period=row.key,
        number=row.version,
        starts=row.starts,
        ends=row.ends,
        ended=row.ended_on is not None,
        content=views.period_content(row),
        effective=row.effective,
        recorded_at=change.now,
    )
    await change.session.flush()
    change.session.add(version)
    return views.period(version)


def _factor(effect: float | str) -> float | None:
    return None if isinstance(effect, str) else effect
