"""Routes that the apps of one service have in common, in tests that start it again and again."""

from fastapi import FastAPI
from starlette.routing import BaseRoute

from shared.service import Role, Service

_ROUTES: dict[tuple[str, Role], tuple[Service, list[BaseRoute]]] = {}


def same_routes(service: Service, role: Role, app: FastAPI) -> list[BaseRoute]:
    """Return the routes that another app of the same service had before.

    They are the same, and know nothing of their app. What FastAPI works out of them at the first request takes longer
    than most tests do.
    """
    known, routes = _ROUTES.setdefault((service.name, role), (service, app.router.routes))
    return routes if known is service else app.router.routes
