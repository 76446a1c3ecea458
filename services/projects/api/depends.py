"""What routes ask for: a call with the right scope, a key in the address, a date to look back from."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Path, Query

from shared.values import Key
from shared.web.calls import Call, requires
from shared.web.resources import PageWanted

Reads = Annotated[Call, Depends(requires("programme:read"))]
Writes = Annotated[Call, Depends(requires("programme:write"))]
Wanted = Annotated[PageWanted, Depends()]
KeyInPath = Annotated[Key, Path(description="the key, as it was written once")]
AsAt = Annotated[date | None, Query(description="what was true on this day; today if left out")]


def today() -> date:
    """Return the day it is, in UTC."""
    return datetime.now(UTC).date()
