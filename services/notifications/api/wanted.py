"""Which events a request asks for: from which place on, of which types, and what its caller may see."""

from typing import Annotated

from fastapi import Depends, Query
from sqlmodel.ext.asyncio.session import AsyncSession

from services.notifications.catalogue import types_called
from services.notifications.queries.log import View
from services.notifications.reads import places
from services.notifications.reads.places import Head
from shared.cursor import Cursor
from shared.errors import FieldError, InvalidError
from shared.web.calls import Call, requires

Reader = Annotated[Call, Depends(requires("events:read"))]

After = Annotated[
    str | None,
    Query(
        description="Where the last page or event ended (opaque), or `latest` for only what is new, "
        "or `earliest` for everything."
    ),
]
Types = Annotated[
    list[str],
    Query(
        description="Only these event types, short (`projects.phase-changed`) or full; repeated or separated by commas."
    ),
]


def view_of(call: Call, types: list[str]) -> View:
    """Return what the request wants of the log and its caller may see; refuse an unknown type by its name."""
    names = dict.fromkeys(name for given in types for name in given.split(",") if name)
    unknown = [name for name in names if not types_called(name)]
    if unknown:
        raise InvalidError(
            f"There is no event type {', '.join(repr(name) for name in unknown)}; /api/v1/event-types lists them all.",
            code="unknown-event-type",
            fields=tuple(FieldError("types", f"there is no event type {name!r}") for name in unknown),
        )
    return View.of(call.caller, [one.type_name() for name in names for one in types_called(name)])


async def place_of(session: AsyncSession, head: Head, after: str | None, *, field: str = "after") -> Cursor:
    """Return the place that a request names; refuse what is no cursor."""
    if after == "latest":
        return await places.at_head(session, head)
    if not after or after == "earliest":
        return Cursor(log=head.log, position=0, streams={})
    return Cursor.open(after, field=field)
