"""HTTP in, HTTP out: the pull feed and single events, the stream, event types, subscriptions, deliveries, pages."""

from services.notifications.api import (
    deliveries,
    event_types,
    events,
    pages,
    partners,
    previews,
    stream,
    subscription_events,
    subscriptions,
)
from services.notifications.pages.render import PAGES
from shared.pages.routes import assets_router

# the stream before the single events: its address would else be read as an id
ROUTERS = [
    stream.router,
    events.router,
    event_types.router,
    previews.router,
    subscription_events.router,
    subscriptions.router,
    deliveries.router,
    partners.router,
    *pages.ROUTERS,
    assets_router(PAGES),
]
