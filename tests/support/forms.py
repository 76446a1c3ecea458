"""Pages and forms of each service, for tests that go over all of them: an address, and what a form there holds."""

PAGES = {"notifications": "/subscriptions", "reporting": "/"}
FORMS = {
    "/subscriptions/{subscription}/secrets": {"overlap": "86400", "kind": ""},
    "/sign-in": {"client_id": "c", "client_secret": "s" * 43},
    "/subscriptions/{subscription}/recover": {
        "from": "2026-01-01T00:00",
        "to": "2026-02-01T00:00",
        "states": "skipped",
    },
    "/subscriptions/new": {"name": "N", "road": "feed", "start": "now"},
}
