"""HTTP in, HTTP out: the pull feed and single events, the live stream, the catalogue of event types, and the pages."""

from services.notifications.api import event_types, events, stream
from services.notifications.pages.render import PAGES
from shared.pages.routes import assets_router

# the stream before the single events: its address would else be read as an id
ROUTERS = [stream.router, events.router, event_types.router, assets_router(PAGES)]
