"""Benefit profiles over HTTP, with their claims and their measures."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from services.projects import queries, reads, views
from services.projects.api.depends import AsAt, KeyInPath, Reads, Wanted, Writes
from services.projects.commands import benefits, claims, measures
from services.projects.domain.benefits import Type
from shared.values import Key
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1", tags=["benefits"])

Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="the claim's number in its profile")]


@router.get("/benefit-profiles", response_model=Page[views.BenefitView])
async def list_benefit_profiles(
    call: Reads,
    wanted: Wanted,
    as_at: AsAt = None,
    project: Annotated[Key | None, Query()] = None,
    type: Annotated[  # noqa: A002 - the field's own name
        Type | Literal["not-recorded"] | None, Query(description="only those of it; `not-recorded` for those of none")
    ] = None,
) -> Response:
    """List benefit profiles with the baseline and target of a day; types are never to be added to one another."""
    async with call.reading() as session:
        found = await queries.benefits(session, wanted, project=project, kind=type, day=as_at or call.today)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.key]))


@router.post("/benefit-profiles", status_code=201, response_model=views.BenefitView)
async def profile_benefit(call: Writes, wish: benefits.ProfileBenefit) -> Response:
    """Profile a benefit of a project: what is measured, from which baseline to which target, when, and whose it is."""
    return created(await benefits.profile_benefit(call, wish))


@router.get("/benefit-profiles/{key}", response_model=views.BenefitView)
async def get_benefit_profile(call: Reads, key: KeyInPath, request: Request, as_at: AsAt = None) -> Response:
    """Show a benefit profile with the baseline, target and schedule of a day; all else is as it is now."""
    day = as_at or call.today
    async with call.reading() as session:
        row = await queries.benefit(session, key, day)
        return shown(await reads.benefit(session, row, day), request if as_at is None else None)


@router.patch("/benefit-profiles/{key}", response_model=views.BenefitView)
async def change_benefit_profile(call: Writes, key: KeyInPath, wish: benefits.ChangeBenefit) -> Response:
    """Change a benefit profile; another baseline or target needs a reason, and holds from a day on."""
    return shown(await benefits.change_benefit(call, key, wish))


@router.get("/benefit-profiles/{key}/claims", response_model=Page[views.ClaimView])
async def list_claims(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List what a benefit profile claims to count: of which councils, from when, until when."""
    async with call.reading() as session:
        found = await queries.claims(session, wanted, key, as_at or call.today)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.number]))


@router.post("/benefit-profiles/{key}/claims", status_code=201, response_model=views.ClaimMade)
async def claim_measure(call: Writes, key: KeyInPath, wish: claims.ClaimMeasure) -> Response:
    """Claim the profile's measure for a time; refused where another profile counts it already."""
    return created(await claims.claim_measure(call, key, wish))


@router.post("/benefit-profiles/{key}/claims/{number}/withdraw", response_model=views.ClaimMade)
async def withdraw_claim(call: Writes, key: KeyInPath, number: Number, wish: claims.WithdrawClaim) -> Response:
    """Give up a claim, so that another profile may make it."""
    return shown(await claims.withdraw_claim(call, key, number, wish))


@router.get("/benefit-profiles/{key}/measures", response_model=Page[views.MeasureView])
async def list_measures(call: Reads, wanted: Wanted, key: KeyInPath, as_at: AsAt = None) -> Response:
    """List the periods whose measure fell due, before the project ended or after, with what was measured for each."""
    async with call.reading() as session:
        found = await queries.measures(session, wanted, key, as_at or call.today)
    return shown(wanted.page(found, lambda view: view, lambda view: [view.due.isoformat()]))


@router.post("/benefit-profiles/{key}/measures", status_code=201, response_model=views.MeasureMade)
async def measure_benefit(call: Writes, key: KeyInPath, wish: measures.MeasureBenefit) -> Response:
    """Say what was measured for a period that fell due, for the programme as a whole; or put that right."""
    return created(await measures.measure_benefit(call, key, wish))
