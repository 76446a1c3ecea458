"""What routes ask for: a call with the right scope, a council or key in the address, a date to look back from."""

from typing import Annotated

from fastapi import Depends, Path, Query

from shared.values import Key, PartialDate
from shared.web.calls import Call, requires
from shared.web.resources import PageWanted

Reads = Annotated[Call, Depends(requires("programme:read"))]
Registers = Annotated[Call, Depends(requires("councils:write"))]
Adopts = Annotated[Call, Depends(requires("adoptions:write"))]
ReadsRoles = Annotated[Call, Depends(requires("roles:read"))]
WritesRoles = Annotated[Call, Depends(requires("roles:write"))]
Admits = Annotated[Call, Depends(requires("clients:write"))]
Wanted = Annotated[PageWanted, Depends()]
CouncilInPath = Annotated[
    str,
    Path(min_length=1, max_length=100, description="a council's slug, three letters, or any GSS code it has or had"),
]
KeyInPath = Annotated[Key, Path(description="the key, as it was written once")]
AsAt = Annotated[PartialDate | None, Query(description="what was true on this day; today if left out")]
