"""HTTP in, HTTP out: the reports as JSON, the pages people look at, and the page that documents the API."""

from services.reporting.api import docs, pages, reports
from services.reporting.pages.render import PAGES
from shared.pages.routes import assets_router

ROUTERS = (reports.router, docs.router, pages.router, assets_router(PAGES))
