"""The councils service."""

from services.councils.answers import ANSWERS
from services.councils.api import ROUTERS
from services.councils.commands.bootstrap import bootstrap
from services.councils.commands.imports import REPORTS
from services.councils.commands.ledger import check_ledger
from services.councils.models import CouncilsTable
from services.councils.subscribers import SUBSCRIPTIONS
from services.councils.timers import TIMERS, look_after_keys_for_ever
from shared.imports.running import works
from shared.service import Service

service = Service(
    name="councils",
    description="Councils and their codes, membership, adoption of deliverables, machine clients and access tokens.",
    routers=ROUTERS,
    tables=CouncilsTable.metadata,
    subscriptions=SUBSCRIPTIONS,
    answers=ANSWERS,
    timers=TIMERS,
    background=[look_after_keys_for_ever],
    work=[works(REPORTS)],
    bodies=REPORTS.bodies,
    verbs={"bootstrap": bootstrap, "check-ledger": check_ledger},
    issues_tokens=True,
)

if __name__ == "__main__":
    service.run()
