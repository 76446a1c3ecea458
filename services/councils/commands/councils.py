"""The register of councils: entering one, changing its details, replacing its code."""

from typing import Any, Self

from pydantic import Field, model_validator
from sqlmodel import col, delete

from services.councils import reads, views
from services.councils.domain import councils
from services.councils.domain.councils import Details, GssCode, ShortCode, Slug, as_short_code
from services.councils.models import Council, CouncilCode, CouncilShortCode
from shared.database import Transaction
from shared.values import Link, Name, PartialDate
from shared.web.calls import Call
from shared.web.resources import Wish

MOST = 50


class RegisterCouncil(Details, Wish):
    """A council enters the register with its live code and those it had before; what is not known is left out."""

    slug: Slug
    gss_code: GssCode
    code3: ShortCode | None = None
    former_gss_codes: list[GssCode] = Field(default=[], max_length=MOST)

    @property
    def details(self) -> Details:
        return Details.model_validate(self.model_dump(include=set(Details.model_fields)))


class ChangeCouncil(Wish):
    """What to change in a council's details; what is left out stays, and null means not recorded."""

    name: Name | None = None
    gaelic_name: Name | None = None
    statutory_name: Name | None = None
    area_name: Name | None = None
    population: int | None = Field(default=None, ge=0, le=2_000_000_000, strict=True)
    population_year: int | None = Field(default=None, ge=1900, le=2199, strict=True)
    website: Link | None = None
    code3: ShortCode | None = None

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if "name" in self.model_fields_set and self.name is None:
            raise ValueError("name must not be null: a council has a name")
        return self


class ReplaceCode(Wish):
    """The code that names a council's new boundary, and since when."""

    gss_code: GssCode
    effective: PartialDate = Field(alias="from")


async def register_council(call: Call, wish: RegisterCouncil) -> views.CouncilView:
    async with call.transaction() as change:
        former = wish.former_gss_codes
        event = councils.register(
            wish.slug,
            wish.details,
            wish.gss_code,
            former,
            found=await change.find(Council, wish.slug),
            owners=await reads.owners(change.session, [wish.gss_code, *former]),
            code3=wish.code3,
            called={letters: await reads.called(change.session, letters) for letters in _letters(wish)},
        )
        row = Council(slug=wish.slug, created_at=change.now, changed_at=change.now, **wish.details.model_dump())
        change.record(event, of=row)
        await change.session.flush()
        every = [*former, wish.gss_code]
        change.session.add_all(
            CouncilCode(gss_code=code, council=wish.slug, number=number, live=code == wish.gss_code)
            for number, code in enumerate(every, start=1)
        )
        await _call(change, row, wish.code3)
        return await call.answer(change, await reads.council(change.session, row, change.today))


async def change_council(call: Call, asked: str, wish: ChangeCouncil) -> views.CouncilView:
    async with call.transaction() as change:
        row = await change.lock(Council, await reads.slug_of(change.session, asked))
        call.expect(row)
        told: dict[str, Any] = Details.model_validate(row).model_dump()
        wanted = Details.model_validate(told | wish.model_dump(exclude_unset=True, exclude={"code3"}))
        had = (await reads.short_codes(change.session, [row.slug])).get(row.slug)
        code3 = wish.code3 if "code3" in wish.model_fields_set else had
        called = await reads.called(change.session, code3) if code3 is not None else None
        event = councils.change_details(row, wanted, had=had, code3=code3, called=called)
        if event is not None:
            row.sqlmodel_update(wanted.model_dump())
            change.record(event, of=row)
            await _call(change, row, code3)
        return await call.answer(change, await reads.council(change.session, row, change.today))


async def replace_code(call: Call, asked: str, wish: ReplaceCode) -> views.CouncilView:
    async with call.transaction() as change:
        row = await change.lock(Council, await reads.slug_of(change.session, asked))
        live = (await reads.codes(change.session, [row.slug]))[row.slug][-1]
        event = councils.replace_code(
            row,
            live,
            wish.gss_code,
            wish.effective,
            owners=await reads.owners(change.session, [wish.gss_code]),
            today=change.today,
        )
        live.live, live.ends = False, wish.effective
        await change.session.flush()  # the old one steps back before the new one comes: only one may be live
        change.session.add(
            CouncilCode(
                gss_code=wish.gss_code, council=row.slug, number=live.number + 1, starts=wish.effective, live=True
            )
        )
        change.record(event, of=row)
        return await call.answer(change, await reads.council(change.session, row, change.today))


def _letters(wish: RegisterCouncil) -> set[str]:
    """Return the three letters by which a council would be found: its code, and its slug where that has three."""
    return {letters for letters in (wish.code3, as_short_code(wish.slug)) if letters is not None}


async def _call(change: Transaction, row: Council, code3: str | None) -> None:
    """Call a council by three letters, and no longer by others."""
    await change.session.exec(delete(CouncilShortCode).where(col(CouncilShortCode.council) == row.slug))
    if code3 is not None:
        change.session.add(CouncilShortCode(code3=code3, council=row.slug))
    await change.session.flush()
