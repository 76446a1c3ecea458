"""What every command that makes something needs: the row is new, or the request is refused by name."""

from typing import Any

from shared.database import Aggregate, Transaction
from shared.errors import ConflictError


async def refuse_existing(change: Transaction, model: type[Aggregate], key: str, called: str) -> None:
    """Refuse to make what is there already."""
    if await change.find(model, key) is not None:
        raise ConflictError(f"There is a {called} '{key}' already.", code="exists-already")


def new(model: type[Any], change: Transaction, **values: Any) -> Any:
    """Return a new row, made now."""
    return model(created_at=change.now, changed_at=change.now, version=0, **values)
