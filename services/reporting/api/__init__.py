"""HTTP in, HTTP out: the reports as JSON, the pages people look at, and the page that documents the API."""

from services.reporting.api import docs, pages, reports

ROUTERS = (reports.router, docs.router, pages.router)
