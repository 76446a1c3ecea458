"""The reporting service, put together."""

from services.reporting.api import ROUTERS
from services.reporting.commands import rebuild
from services.reporting.models import ReportingTable
from services.reporting.subscribers import SUBSCRIPTIONS
from shared.service import Service

service = Service(
    name="reporting",
    description="What the programme amounts to, as at any date: projects per phase, releases, adoption, membership.",
    routers=ROUTERS,
    tables=ReportingTable.metadata,
    subscriptions=SUBSCRIPTIONS,
    verbs={"rebuild": rebuild},
)

if __name__ == "__main__":
    service.run()
