"""Reading one row."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.errors import NotFoundError


async def get(session: AsyncSession, model: type[Any], key: Any, called: str) -> Any:
    """Return a row, or refuse by the name people use for it."""
    row = await session.get(model, key)
    if row is None:
        raise NotFoundError(f"There is no {called} '{key}'.")
    return row
