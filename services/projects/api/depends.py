"""What routes ask for: a call with the right scope, a key in the address, a date to look back from."""

from typing import Annotated

from fastapi import Depends, Path, Query

from shared.values import Day, Key
from shared.web.calls import Call, requires
from shared.web.resources import PageWanted

Reads = Annotated[Call, Depends(requires("programme:read"))]
Writes = Annotated[Call, Depends(requires("programme:write"))]
Answers = Annotated[Call, Depends(requires("adoptions:write"))]
"""What a council's own system may tell of its council: the scope it has for that, and no other."""
Wanted = Annotated[PageWanted, Depends()]
KeyInPath = Annotated[Key, Path(description="the key, as it was written once")]
AsAt = Annotated[Day | None, Query(description="what was true on this day; today if left out")]
