"""HTTP in, HTTP out; no decisions."""

from services.projects.api import deliverables, programme, projects, releases

# the one that is asked most stands first: routes are looked for in order
ROUTERS = [deliverables.router, programme.router, projects.router, releases.router]
