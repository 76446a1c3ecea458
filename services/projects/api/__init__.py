"""HTTP in, HTTP out; no decisions."""

from services.projects.api import (
    benefits,
    deliverables,
    gates,
    lifecycles,
    portfolios,
    programme,
    projects,
    releases,
)

# the one that is asked most stands first: routes are looked for in order
ROUTERS = [
    deliverables.router,
    programme.router,
    portfolios.router,
    lifecycles.router,
    projects.router,
    gates.router,
    benefits.router,
    releases.router,
]
