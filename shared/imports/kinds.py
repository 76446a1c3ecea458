"""Kinds of facts that a service takes from other systems: what a service says of each, and nothing of its tables."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.auth import Caller
from shared.database import Transaction
from shared.errors import FieldError, ForbiddenError, InvalidError
from shared.web import words
from shared.web.resources import Wish

OFFICE = "office"
"""Who owns what is told for the whole programme: no council's slug."""

MOST_SHOWN = 100
"""How much of a value an answer repeats."""

Road = Literal["hand", "event", "file"]
"""By which road a fact came: a person's own request, one event of a system, a file."""

W = TypeVar("W", bound=Wish)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: how a cell becomes a value, and what stands in it, for people."""

    name: str
    says: str
    required: bool = False
    read: Callable[[str], Any] = str


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with one place of a file, in its sender's words."""

    line: int
    column: str | None
    value: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, by which road, and from where: the client, and the source that it names."""

    client: str
    council: str | None
    road: Road
    source: str

    @property
    def owner(self) -> str:
        return self.council or OFFICE


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands before something is reported.

    `content` is None where nothing is known; `version` is that at which it was set last, in the history of the
    aggregate that is named. What stands by itself was set by nobody.
    """

    content: Mapping[str, Any] | None = None
    version: int = 0
    stands_by_itself: bool = False
    aggregate: tuple[str, str] = ("", "")
    parts: tuple[tuple[str, int], ...] = ()
    """Where a fact has a history that may be put right: what a report bears on, by key, and the version that set it."""
    by: str | None = None
    since: datetime | None = None
    """Who set it and when, where the history of no aggregate says so."""
    rows: Any = field(default=None, compare=False)
    """What applying needs of the service's own rows."""


class Kind(ABC, Generic[W]):
    """A kind of fact, told by a form of request (`wish`) that a row of a file and an event's data both become."""

    name: ClassVar[str]
    event: ClassVar[str]
    """The type of the CloudEvent that tells one."""
    says: ClassVar[str]
    wish: type[W]
    columns: ClassVar[tuple[Column, ...]]
    identity: ClassVar[frozenset[str]]
    """The fields that say what a fact is about; all others say what it says."""
    main: ClassVar[str]
    """The column that a refusal is about where it names none."""
    one_by_one: ClassVar[bool] = False
    """Whether what may be said depends on what else the same file says: then it is checked by doing it all once."""
    scope: ClassVar[str]
    scope_of_office: ClassVar[str]

    def refuse_without_scope(self, caller: Caller) -> None:
        """Refuse a client that may not tell facts of this kind."""
        wanted = self.scope_of_office if caller.is_office else self.scope
        if wanted not in caller.scopes:
            raise ForbiddenError(
                f"The client '{caller.client}' has no scope '{wanted}', which '{self.name}' needs.",
                code="scope-missing",
            )

    def content(self, wish: W) -> dict[str, Any]:
        """Return what a fact says; what was left out is not said."""
        told: dict[str, Any] = wish.model_dump(
            mode="json", exclude=set(self.identity), exclude_none=True, by_alias=True
        )
        return told

    def agrees(self, wish: W, standing: Standing) -> bool:
        """Say whether what is told is what stands already."""
        known = standing.content
        return known is not None and all(known.get(name) == said for name, said in self.content(wish).items())

    def read(self, cells: Mapping[str, str]) -> W | list[FieldError]:
        """Return the fact that a row tells, or all that is wrong with it; an empty cell says nothing."""
        values: dict[str, Any] = {}
        for column in self.columns:
            text = cells.get(column.name, "").strip()
            if text:
                values[column.name] = column.read(text)
        try:
            return self.wish.model_validate(values)
        except ValidationError as error:
            return mistakes(error)

    def take(self, data: Any) -> W:
        """Return the fact that an event's data tells, or refuse it by its fields."""
        try:
            return self.wish.model_validate(data)
        except ValidationError as error:
            found = mistakes(error)
            detail = "; ".join(f"{one.field}: {one.message}" for one in found[:5]) + "."
            raise InvalidError(detail, code="invalid", fields=tuple(found[:50])) from error

    @abstractmethod
    async def names(self, session: AsyncSession) -> Any:
        """Return what facts may name, read once for many of them."""

    @abstractmethod
    def placed(self, wish: W, council: str | None, names: Any) -> W:
        """Return the fact with its council's own name, or refuse one that this reporter may not tell."""

    @abstractmethod
    def key(self, wish: W) -> str:
        """Return what a placed fact is about: its natural key."""

    def part(self, wish: W, today: date) -> str | None:  # noqa: ARG002 - most facts have no history
        """Return which part of a fact's history is told, by a key of its own, where each is set by itself."""
        return None

    @abstractmethod
    def owner(self, wish: W, council: str | None) -> str:
        """Return the council that a placed fact concerns, or `office`; `council` is the reporter's."""

    @abstractmethod
    async def standing(self, session: AsyncSession, wishes: Sequence[W], *, lock: bool) -> list[Standing]:
        """Return what stands of each of these facts, all read at once; locked for a change if that is asked for."""

    @abstractmethod
    def check(self, wish: W, standing: Standing, today: date) -> None:
        """Refuse what may not be said where something stands already, as a person's request would be."""

    @abstractmethod
    async def apply(self, change: Transaction, told: Sequence[tuple[W, Standing]], reason: str | None) -> list[int]:
        """Say these checked facts as a person's request would; return the version that each has now.

        `reason` is why, where it sets right what was said before.
        """


def number(text: str) -> Any:
    """Return the number in a cell; what is none is kept for the form to refuse."""
    try:
        return float(text)
    except ValueError:
        return text


def mistakes(error: ValidationError) -> list[FieldError]:
    """Return what is wrong with each field, in our words."""
    return [FieldError(words.field(one["loc"]), words.message(one)) for one in error.errors()]


def cut(value: str | None) -> str | None:
    """Return a value as an answer repeats it: short."""
    return value if value is None or len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
