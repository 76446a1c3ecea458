"""HTTP in, HTTP out; no decisions."""

from services.projects.api import deliverables, programme, projects, releases

ROUTERS = [programme.router, projects.router, deliverables.router, releases.router]
