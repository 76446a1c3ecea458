"""What subscribers say they want, checked by itself: types, filters, fields, and from where on."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema, model_validator
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications import catalogue
from services.notifications.domain import wants
from services.notifications.domain.filters import COMPARE
from services.notifications.reads import starts
from services.notifications.reads.starts import Start
from shared.clock import start_of
from shared.values import Key, in_utc, last_day
from shared.web.resources import Wish

MAX_FILTERS = 50
MAX_TYPES = 200
MAX_FIELDS = 200

_TEXTS = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string", "minLength": 1}}
_NESTED = {"type": "array", "minItems": 1, "items": {"type": "object"}}

TypeName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
FieldPath = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Expression = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": dict.fromkeys(COMPARE, _TEXTS) | {"all": _NESTED, "any": _NESTED, "not": {"type": "object"}},
            "description": "a filter of CloudEvents Subscriptions: of attributes, and of `data.<field>`",
        }
    ),
]


def _day_or_moment(word: str) -> str:
    moment_of(word)
    return word


def moment_of(word: str) -> datetime:
    """Return the moment that a day, as 2026-11-01, or a moment with its zone says; a day begins at midnight, UTC."""
    if len(word) == len("2026-11-01"):
        return start_of(last_day(word))
    moment = datetime.fromisoformat(word)
    if moment.tzinfo is None:
        raise ValueError("must be a day as 2026-11-01, or a moment with its zone as 2026-11-01T12:00:00Z")
    return in_utc(moment)


DayOrMoment = Annotated[str, StringConstraints(min_length=10, max_length=40), AfterValidator(_day_or_moment)]


class StartWish(Wish):
    """From where on events are wanted: one of now, the beginning, a cursor of the feed, a day or moment, a release.

    A release means from its closing on.
    """

    at: Literal["now", "beginning"] | None = None
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = None
    date: DayOrMoment | None = None
    release: Key | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if len(self.asked) != 1:
            raise ValueError("must be one of at, cursor, date, release")
        return self

    @property
    def asked(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class WantsWish(Wish):
    """Which events are wanted: of these types, no types meaning all, and that each of the filters lets through."""

    types: list[TypeName] = Field(default=[], max_length=MAX_TYPES)
    filters: list[Expression] = Field(default=[], max_length=MAX_FILTERS)

    def checked(self) -> list[str]:
        """Return the full names of the types; refuse what is wrong with them or with the filters."""
        types = wants.types(self.types, known_types())
        wants.check(types, self.filters, known_types())
        return types


@cache
def known_types() -> tuple[wants.Type, ...]:
    """Return every type there is, as filters see it."""
    return tuple(wants.Type.of(event, catalogue.schema(event)) for event in catalogue.every_type())


async def start_of_wish(session: AsyncSession, wish: StartWish, readers: tuple[str, ...] | None) -> Start:
    """Return where a subscription begins that may see what these `readers` may."""
    if wish.cursor is not None:
        return await starts.at_cursor(session, wish.cursor, field="start.cursor")
    if wish.date is not None:
        return await starts.since(session, moment_of(wish.date))
    if wish.release is not None:
        return await starts.at_release(session, wish.release, readers, field="start.release")
    return await (starts.now(session) if wish.at == "now" else starts.beginning(session))
