"""What tests send that go over every route: pages and their forms, a report, and what stands in addresses."""

from uuid import UUID

PAGES = {"notifications": "/subscriptions", "reporting": "/"}
FORMS = {
    "/subscriptions/{subscription}/test": {"type": "projects.phase-changed"},
    "/subscriptions/{subscription}/secrets": {"overlap": "86400", "kind": ""},
    "/sign-in": {"client_id": "c", "client_secret": "s" * 43},
    "/subscriptions/{subscription}/recover": {
        "from": "2026-01-01T00:00",
        "to": "2026-02-01T00:00",
        "states": "skipped",
    },
    "/subscriptions/new": {"name": "N", "road": "feed", "start": "now"},
}
REPORT = {
    "specversion": "1.0",
    "id": "1",
    "source": "/fife",
    "type": "council.capacity-reported.v1",
    "data": {"council": "fife", "month": "2026-01", "role": "sponsor", "days": 1},
}
VALUES = {
    "month": "2026-01",
    "letter": "1",
    "number": "1",
    "event": str(UUID(int=1)),
    "delivery": str(UUID(int=1)),
    "council": "fife",
    "period": "2026-01",
    "stage": "claimed",
    "type": "projects.phase-changed",
}
