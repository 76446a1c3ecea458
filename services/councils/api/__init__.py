"""HTTP in, HTTP out; no decisions."""

from services.councils.api import (
    acknowledgements,
    adoptions,
    benefits,
    clients,
    commitments,
    councils,
    deliveries,
    family_groups,
    imports,
    keys,
    memberships,
    roles,
    sign_in,
    tokens,
)
from services.councils.pages.render import PAGES
from shared.pages.routes import assets_router

# keys before clients: /clients/keys is no client; roles, family groups and imports before councils: none is one
ROUTERS = [
    roles.router,
    family_groups.router,
    imports.router,
    councils.router,
    memberships.router,
    adoptions.router,
    acknowledgements.router,
    commitments.router,
    benefits.router,
    deliveries.router,
    keys.router,
    clients.router,
    tokens.router,
    sign_in.router,
    assets_router(PAGES),
]
