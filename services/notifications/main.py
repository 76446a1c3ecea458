"""notifications: settings, routes and subscriptions make the app and its command line."""

from services.notifications.api import ROUTERS
from services.notifications.delivering.upkeep import keep_in_order
from services.notifications.delivering.worker import deliver
from services.notifications.live import wake
from services.notifications.mails.worker import tell_for_ever
from services.notifications.models import NotificationsTable
from services.notifications.partners.keeper import keep_partners
from services.notifications.planning.clients import look_after_clients
from services.notifications.planning.work import plan
from services.notifications.subscribers import SUBSCRIPTIONS
from services.notifications.timers import TIMERS
from services.notifications.webhooks import keep_connections
from shared.service import Service

service = Service(
    name="notifications",
    description="Every event of the Partnership: as a feed, as a live stream, by webhook; and their catalogue.",
    routers=ROUTERS,
    tables=NotificationsTable.metadata,
    subscriptions=SUBSCRIPTIONS,
    timers=TIMERS,
    background=[wake, keep_connections],
    work=[plan, look_after_clients, deliver, keep_in_order, tell_for_ever, keep_partners],
)

if __name__ == "__main__":
    service.run()
