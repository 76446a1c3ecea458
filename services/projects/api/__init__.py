"""HTTP in, HTTP out; no decisions."""

from services.projects.api import (
    benefits,
    calendar,
    calls,
    deliverables,
    gates,
    imports,
    lifecycles,
    packs,
    portfolios,
    programme,
    progress,
    projects,
    releases,
    seals,
    work_requests,
)

# the one that is asked most stands first: routes are looked for in order
ROUTERS = [
    deliverables.router,
    programme.router,
    portfolios.router,
    lifecycles.router,
    # before projects: its addresses are none of a project
    imports.router,
    projects.router,
    gates.router,
    progress.router,
    benefits.router,
    calendar.router,
    calls.router,
    # before releases: its addresses without a key are none of a release
    seals.router,
    packs.router,
    releases.router,
    work_requests.router,
]
