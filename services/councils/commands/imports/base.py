"""What all kinds of facts that councils takes have in common: each is told of a council, by any name it goes by."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.reads import naming
from shared.errors import FieldError, ForbiddenError, refuse_field
from shared.imports.kinds import OFFICE, Column, Kind
from shared.web.resources import Wish

COUNCIL = Column(
    "council",
    "the council's slug, three letters, or any code it has or had; a council's own system may leave it out, and tells "
    "of no other",
)


class OfCouncil(Wish):
    """Something told of a council; its own system need not name it."""

    council: str | None = Field(default=None, min_length=1, max_length=100)


C = TypeVar("C", bound=OfCouncil)


class CouncilKind(Kind[C]):
    """A kind of fact that is told of a council."""

    async def names(self, session: AsyncSession) -> dict[str, str]:
        return await naming.everybody(session)

    def placed(self, wish: C, council: str | None, names: Any) -> C:
        slug = council if wish.council is None else _slug(wish.council, names)
        if slug is None:
            refuse_field("council", "council-missing", "is missing: the Office says of which council it reports")
        if council is not None and slug != council:
            message = f"this client belongs to '{council}' and reports of no other council"
            raise ForbiddenError(
                f"council: {message}.", code="another-council", fields=(FieldError("council", message),)
            )
        return wish.model_copy(update={"council": slug})

    def owner(self, wish: C, council: str | None) -> str:
        return wish.council or council or OFFICE


def _slug(asked: str, names: Mapping[str, str]) -> str:
    found = naming.named(asked, names)
    if found is None:
        refuse_field(
            "council",
            "unknown-council",
            f"'{asked}' is no council's slug (glasgow), GSS code (S12000049) or three letters (GLG)",
        )
    return found
