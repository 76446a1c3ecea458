"""The projects service."""

from services.projects.api import ROUTERS
from services.projects.models import ProjectsTable
from shared.service import Service

service = Service(
    name="projects",
    description="Portfolios, lifecycles, projects, gate decisions, deliverables, releases and benefits.",
    routers=ROUTERS,
    tables=ProjectsTable.metadata,
)

if __name__ == "__main__":
    service.run()
