"""Short words for the rules that say little."""

from services.reporting.domain.states.folding import Put, Template


def same(*fields: str) -> tuple[Put, ...]:
    """Return a rule that takes fields over under their own names."""
    return tuple(Put((field,), f"${field}") for field in fields)


def put(path: str, value: Template, *, each: str | None = None) -> Put:
    """Return a rule for one place; the words of the path are parted by slashes."""
    return Put(tuple(path.split("/")), value, each)


def told(*fields: str, **others: Template) -> dict[str, Template]:
    """Return an object of fields under their own names, and others."""
    return {field: f"${field}" for field in fields} | others
