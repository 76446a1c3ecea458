"""What councils delivered, and that beside what they promised, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.commitments import AsAt, CouncilWanted, MonthInPath
from services.councils.api.depends import Adopts, CouncilInPath, Reads, Wanted
from services.councils.commands import deliveries
from services.councils.queries import deliveries as queries
from shared.values import Month
from shared.web.resources import Page, shown

router = APIRouter(prefix="/api/v1/commitments", tags=["commitments"])

FirstMonth = Annotated[Month | None, Query(alias="from", description="the first month wanted")]
LastMonth = Annotated[Month | None, Query(alias="to", description="the last month wanted")]


@router.get("/delivered", response_model=Page[views.DeliveryView])
async def list_deliveries(
    call: Reads,
    wanted: Wanted,
    council: CouncilWanted = None,
    first: FirstMonth = None,
    last: LastMonth = None,
    as_at: AsAt = None,
) -> Response:
    """List what councils delivered by month; a council's client is shown its own, and refused another council's."""
    async with call.reading() as session:
        found = await queries.deliveries(
            session, call.caller, wanted, council=council, first=first, last=last, day=as_at or call.today
        )
    return shown(found)


@router.get("/delivered/{council}/{month}", response_model=views.DeliveryView)
async def get_delivery(
    call: Reads, council: CouncilInPath, month: MonthInPath, request: Request, as_at: AsAt = None
) -> Response:
    """Show what a council delivered in a month; version 0 where it has not said."""
    async with call.reading() as session:
        return shown(await queries.month(session, call.caller, council, month, as_at or call.today), request)


@router.put("/delivered/{council}/{month}", response_model=views.DeliveryView)
async def tell_delivery(
    call: Adopts, council: CouncilInPath, month: MonthInPath, wish: deliveries.TellDelivery
) -> Response:
    """Say how many days a council delivered for a call in a role; the rest of the month stays as it was told."""
    return shown(await deliveries.tell_delivery(call, council, month, wish))


@router.get("/balance/{council}", response_model=views.BalanceView)
async def get_balance(
    call: Reads, council: CouncilInPath, first: FirstMonth = None, last: LastMonth = None, as_at: AsAt = None
) -> Response:
    """Show what a council promised beside what it delivered and has to give; to itself and the Office alone."""
    async with call.reading() as session:
        found = await queries.balance(
            session, call.caller, council, first=first, last=last, day=as_at or call.today, today=call.today
        )
    return shown(found)
