"""Family groups over HTTP."""

from fastapi import APIRouter
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import AsAt, CouncilInPath, KeyInPath, Reads, Registers, Wanted
from services.councils.commands import family_groups
from services.councils.queries import family_groups as queries
from shared.values import last_day
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/councils/family-groups", tags=["councils"])


@router.get("", response_model=Page[views.FamilyGroupView])
async def list_family_groups(call: Reads, wanted: Wanted, as_at: AsAt = None) -> Response:
    """List the family groups in which councils compare themselves, with who is in each on a day."""
    async with call.reading() as session:
        return shown(await queries.family_groups(session, wanted, last_day(as_at) if as_at else call.today))


@router.post("", status_code=201, response_model=views.FamilyGroupHistoryView)
async def register_family_group(call: Registers, wish: family_groups.RegisterFamilyGroup) -> Response:
    """Make a family group, empty at first, with its source."""
    return created(await family_groups.register_family_group(call, wish))


@router.get("/{key}", response_model=views.FamilyGroupHistoryView)
async def get_family_group(call: Reads, key: KeyInPath, as_at: AsAt = None) -> Response:
    """Show a family group with who is in it on a day, and all that was told of it."""
    async with call.reading() as session:
        return shown(await queries.family_group(session, key, last_day(as_at) if as_at else call.today))


@router.post("/{key}/councils", status_code=201, response_model=views.FamilyGroupHistoryView)
async def put_council_into_family_group(call: Registers, key: KeyInPath, wish: family_groups.PutIntoGroup) -> Response:
    """Put a council into a family group from a day on."""
    return created(await family_groups.put_into_group(call, key, wish))


@router.post("/{key}/councils/{council}/end", response_model=views.FamilyGroupHistoryView)
async def take_council_out_of_family_group(
    call: Registers, key: KeyInPath, council: CouncilInPath, wish: family_groups.TakeOutOfGroup
) -> Response:
    """Take a council out of a family group: `from` is the first day on which it is not in it any more."""
    return shown(await family_groups.take_out_of_group(call, key, council, wish))


@router.post("/{key}/corrections", status_code=201, response_model=views.FamilyGroupHistoryView)
async def correct_family_group(call: Registers, key: KeyInPath, wish: family_groups.CorrectGroup) -> Response:
    """Put right what was told of a family group, for a reason; what was told stays in its history."""
    return created(await family_groups.correct_group(call, key, wish))
