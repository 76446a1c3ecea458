"""The two services that take facts from other systems, asked as one: what is not with one is with the other."""

from typing import Any

from partnership_cli.desk import Desk
from partnership_cli.errors import Exit, StoppedError
from partnership_cli.paths import path

SERVICES = ("councils", "projects")


def of_both(desk: Desk, what: str, *, limit: int | None = None, **query: Any) -> dict[str, Any]:
    """Return a list of both services as one page."""
    items: list[Any] = []
    for service in SERVICES:
        left = None if limit is None else limit - len(items)
        if left != 0:
            items += desk.service.listing(path(service, what), limit=left, **query)["items"]
    return {"items": items, "next": None}


def where(desk: Desk, what: str, key: str) -> tuple[str, dict[str, Any]]:
    """Return which service has a thing, and the thing."""
    first, second = SERVICES
    try:
        return first, desk.service.get(path(first, what, key))
    except StoppedError as error:
        if error.exits is not Exit.NOT_FOUND:
            raise
    return second, desk.service.get(path(second, what, key))
