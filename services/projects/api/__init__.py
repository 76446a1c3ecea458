"""HTTP in, HTTP out; no decisions."""

from services.projects.api import (
    benefits,
    calendar,
    calls,
    deliverables,
    gates,
    lifecycles,
    portfolios,
    programme,
    progress,
    projects,
    releases,
    work_requests,
)

# the one that is asked most stands first: routes are looked for in order
ROUTERS = [
    deliverables.router,
    programme.router,
    portfolios.router,
    lifecycles.router,
    projects.router,
    gates.router,
    progress.router,
    benefits.router,
    calendar.router,
    calls.router,
    releases.router,
    work_requests.router,
]
