"""What every command that makes something needs: the row is new and what it names is there, or it is refused."""

from typing import Any

from shared.database import Aggregate, Transaction
from shared.errors import ConflictError, FieldError, NotFoundError


async def refuse_existing(change: Transaction, model: type[Aggregate], key: str, called: str) -> None:
    """Refuse to make what is there already."""
    if await change.find(model, key) is not None:
        raise ConflictError(f"There is a {called} '{key}' already.", code="exists-already")


async def named(change: Transaction, model: type[Any], key: str, field: str, *, hold: bool = False) -> Any:
    """Return what a field of the request names, or refuse; `hold` keeps it as it is until the transaction ends."""
    row = await change.session.get(model, key, with_for_update={"read": True} if hold else None)
    if row is None:
        raise NotFoundError(f"There is no {field} '{key}'.", fields=(FieldError(field, f"there is no '{key}'"),))
    return row


def new(model: type[Any], change: Transaction, **values: Any) -> Any:
    """Return a new row, made now."""
    return model(created_at=change.now, changed_at=change.now, version=0, **values)
