"""Where a page goes on: the strings of a cursor, checked, so that a made-up one is refused and not asked for."""

from shared.errors import FieldError, MalformedError
from shared.web.resources import PageWanted


def position(wanted: PageWanted, parts: int) -> tuple[str, ...] | None:
    """Return where the last page ended, as `parts` strings; None for the first page."""
    if wanted.after is None:
        return None
    if len(wanted.after) != parts or not all(isinstance(part, str) for part in wanted.after):
        raise MalformedError(
            "'after' is no cursor of this list: use the 'next' link of the page before, unchanged.",
            code="malformed-cursor",
            fields=(FieldError("after", "is no cursor of this list"),),
        )
    return tuple(wanted.after)
