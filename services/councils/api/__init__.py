"""HTTP in, HTTP out; no decisions."""

from services.councils.api import (
    acknowledgements,
    adoptions,
    benefits,
    clients,
    commitments,
    councils,
    keys,
    memberships,
    roles,
    tokens,
)

# keys before clients: /clients/keys is no client; roles before councils: /councils/roles is no council
ROUTERS = [
    roles.router,
    councils.router,
    memberships.router,
    adoptions.router,
    acknowledgements.router,
    commitments.router,
    benefits.router,
    keys.router,
    clients.router,
    tokens.router,
]
