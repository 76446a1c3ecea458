"""Benefit profiles over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import KeyInPath, Reads, Wanted, Writes
from services.projects.commands import benefits
from services.projects.models import Benefit
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["benefits"])


@router.get("/benefit-profiles", response_model=Page[views.BenefitView])
async def list_benefit_profiles(
    call: Reads, wanted: Wanted, project: Annotated[Key | None, Query()] = None
) -> Response:
    """List benefit profiles; types are never to be added to one another."""
    async with call.reading() as session:
        rows = await queries.benefits(session, wanted, project)
    return shown(wanted.page(rows, views.benefit, lambda row: [row.key]))


@router.post("/benefit-profiles", status_code=201, response_model=views.BenefitView)
async def profile_benefit(call: Writes, wish: benefits.ProfileBenefit) -> Response:
    """Profile a benefit of a project."""
    return created(await benefits.profile_benefit(call, wish))


@router.get("/benefit-profiles/{key}", response_model=views.BenefitView)
async def get_benefit_profile(call: Reads, key: KeyInPath, request: Request) -> Response:
    """Show a benefit profile."""
    async with call.reading() as session:
        return shown(views.benefit(await reads.get(session, Benefit, key, "benefit profile")), request)
