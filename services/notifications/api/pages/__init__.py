"""The pages of whoever is signed in: they ask and show what the API does, and decide nothing themselves."""

from services.notifications.api.pages import listing, making, one

# the form before the single subscriptions: its address would else be read as an id
ROUTERS = [listing.router, making.router, one.router]
