"""HTTP in, HTTP out; no decisions."""

from services.councils.api import acknowledgements, adoptions, clients, councils, keys, memberships, tokens

# keys before clients: /clients/keys is no client
ROUTERS = [
    councils.router,
    memberships.router,
    adoptions.router,
    acknowledgements.router,
    keys.router,
    clients.router,
    tokens.router,
]
