"""The pages: the catalogue for anybody, and those of whoever is signed in, which show and do what the API does."""

from services.notifications.api.pages import catalogue, deliveries, keys, listing, making, one, recovering, testing

# the form before the single subscriptions: its address would else be read as an id
ROUTERS = [
    catalogue.router,
    listing.router,
    making.router,
    recovering.router,
    keys.router,
    deliveries.router,
    testing.router,
    one.router,
]
