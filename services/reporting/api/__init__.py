"""HTTP in, HTTP out: reports as JSON, snapshots and digests, the pages people look at, and the API's documentation."""

from services.reporting.api import docs, pages, reports, snapshots
from services.reporting.pages.render import PAGES
from shared.pages.routes import assets_router

ROUTERS = (reports.router, snapshots.router, docs.router, pages.router, assets_router(PAGES))
