"""The projects service."""

from services.projects.api import ROUTERS
from services.projects.models import ProjectsTable
from services.projects.subscribers import SUBSCRIPTIONS
from services.projects.timers import TIMERS
from shared.service import Service

service = Service(
    name="projects",
    description="Portfolios, lifecycles, projects, gate decisions, deliverables, releases and benefits.",
    routers=ROUTERS,
    tables=ProjectsTable.metadata,
    subscriptions=SUBSCRIPTIONS,
    timers=TIMERS,
)

if __name__ == "__main__":
    service.run()
