"""Roles and the people in them over HTTP; what shows a person's data is kept by no cache."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import Reads, ReadsRoles, Wanted, WritesRoles
from services.councils.commands import disclosures, erasures, roles
from services.councils.domain.contacts import Use
from services.councils.domain.holders import NOTICE_DAYS, Gap
from services.councils.domain.roles import Role
from services.councils.queries import roles as queries
from services.councils.queries.roles import Filter
from shared.values import Day
from shared.web.resources import Page, shown

router = APIRouter(prefix="/api/v1", tags=["roles"])

AsAt = Annotated[Day | None, Query(description="what was true on this day; today if left out")]
PlaceInPath = Annotated[
    str, Path(min_length=1, max_length=100, description="a council's slug or code, or 'programme' for its own roles")
]
RoleInPath = Annotated[str, Path(min_length=1, max_length=100, description="a role, as GET /api/v1/roles lists them")]
MOST_DAYS = 3650


@router.get("/roles", response_model=views.RolesView)
async def list_roles(call: Reads) -> Response:  # noqa: ARG001 - it is for clients, though it needs nothing of them
    """List the roles there are, and whether every council has one or the programme has it once."""
    return shown(views.roles())


@router.get("/roles/erasures", response_model=Page[views.ErasureView])
async def list_erasures(call: ReadsRoles, wanted: Wanted) -> Response:
    """List the contacts that were erased, by id alone, and who had been sent their data before."""
    async with call.reading() as session:
        return shown(await queries.erasures(session, call.caller, wanted))


@router.post("/roles/erasures", response_model=views.ErasedView)
async def erase_contacts(call: WritesRoles, wish: erasures.EraseContacts) -> Response:
    """Erase all that is kept of a person; the answer names the roles left, and who had been sent the data and when.

    An Idempotency-Key is taken and not kept: whoever asks again learns that nothing is held any more.
    """
    return _unkept(shown(await erasures.erase(call, wish)))


@router.post("/roles/exports", response_model=views.ExportView)
async def export_contacts(call: ReadsRoles, wish: disclosures.ExportContacts) -> Response:
    """Return everything that is held of a person, for that person: contacts, roles, and to whom what was shown.

    The export itself is written down as a showing. An Idempotency-Key is taken and not kept, as the answer is not.
    """
    return _unkept(shown(await disclosures.export(call, wish)))


@router.get("/roles/{council}/{role}", response_model=views.RoleView)
async def get_role(
    call: ReadsRoles,
    council: PlaceInPath,
    role: RoleInPath,
    as_at: AsAt = None,
    purpose: Annotated[Use, Query(description="what the contacts are wanted for; written down")] = "coordination",
) -> Response:
    """Show who holds a role, and how they are reached; that it was shown is written down."""
    # never that nothing has changed: a contact may have, while the role did not
    return _unkept(shown(await disclosures.show_role(call, council, role, as_at or call.today, purpose)))


@router.put("/roles/{council}/{role}", response_model=views.RoleView)
async def assign_role(call: WritesRoles, council: PlaceInPath, role: RoleInPath, wish: roles.AssignRole) -> Response:
    """Name who holds a role from a day on, and who deputises; the answer shows their ids and none of their data."""
    return _unkept(shown(await roles.assign_role(call, council, role, wish)))


@router.get("/councils/roles/gaps", response_model=views.GapsPage)
async def list_role_gaps(
    call: Reads,
    wanted: Wanted,
    council: Annotated[str | None, Query(min_length=1, max_length=100, description="slug or any GSS code")] = None,
    role: Annotated[Role | None, Query()] = None,
    gap: Annotated[Gap | None, Query()] = None,
    within_days: Annotated[
        int, Query(ge=0, le=MOST_DAYS, description="a holder who ends so soon is a gap")
    ] = NOTICE_DAYS,
    as_at: AsAt = None,
) -> Response:
    """List the roles without a holder or a deputy; a council's client is shown its own, and refused another's."""
    async with call.reading() as session:
        only = Filter(council, role, gap, within_days)
        return shown(await queries.gaps(session, call.caller, wanted, only, as_at or call.today))


def _unkept(answer: Response) -> Response:
    """Keep an answer that may hold a person's data out of every cache."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
