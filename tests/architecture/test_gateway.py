"""The first segment under /api/v1 belongs to one service, and the gateway hands it to its owner."""

import pytest

from tests.support.gateway import OURS, handed_on, segments
from tests.support.house import SERVICES, routes

OWNERS = {
    "projects": {
        "programme",
        "portfolios",
        "lifecycles",
        "projects",
        "deliverables",
        "releases",
        "calls",
        "work-requests",
        "benefit-profiles",
    },
    "councils": {"councils", "memberships", "roles", "commitments", "adoptions", "benefits", "clients"},
    "notifications": {"event-types", "events", "subscriptions", "deliveries"},
    "reporting": {"reports", "snapshot", "digest"},
}
"""Who owns what, for good: council systems have these addresses in their own code."""


def test_a_segment_has_one_owner() -> None:
    listed = [segment for owned in OWNERS.values() for segment in owned]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_answers_under_its_own_segments_only(name: str) -> None:
    used = {path.split("/")[3] for _, path, _ in routes(name) if path.startswith("/api/v1/")}
    assert used <= OWNERS[name] | {"operations"}
    operations = {path.split("/")[4] for _, path, _ in routes(name) if path.startswith("/api/v1/operations/")}
    assert operations == {name}


@pytest.mark.parametrize("name", ["projects", "councils", "notifications"])
def test_the_gateway_lists_the_segments_of_each_owner(name: str) -> None:
    assert segments(name) == OWNERS[name] | {f"operations/{name}"}


@pytest.mark.parametrize("name", SERVICES)
def test_the_gateway_hands_each_segment_to_its_owner_and_nothing_that_only_begins_alike(name: str) -> None:
    for segment in OWNERS[name] | {f"operations/{name}"}:
        for path in (f"/api/v1/{segment}", f"/api/v1/{segment}/", f"/api/v1/{segment}/a/b"):
            assert handed_on(path) == name, path
        if name != "reporting":
            assert handed_on(f"/api/v1/{segment}x") == "reporting", "nobody's address is answered by the pages' service"


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("/", "reporting"),
        ("/releases/release-one", "reporting"),
        ("/assets/partnership.css", "reporting"),
        ("/assets/notifications/partnership.css", "notifications"),
        ("/subscriptions", "notifications"),
        ("/subscriptions/a-key/deliveries", "notifications"),
        ("/subscriptionsx", "reporting"),
        ("/event-types", "notifications"),
        ("/sign-in", "councils"),
        ("/sign-out", "councils"),
        ("/assets/councils/partnership.css", "councils"),
        ("/api/docs", "reporting"),
        ("/nothing-here", "reporting"),
        ("/oauth/token", "councils"),
        ("/.well-known/jwks.json", "councils"),
        ("/.well-known/security.txt", "reporting"),
        ("/api/v1/openapi.json", OURS),
        ("/asyncapi.json", OURS),
        *((f"/health/{name}", name) for name in SERVICES),
        # the doors of a service's own health are not the gateway's
        ("/readyz", "reporting"),
    ],
)
def test_what_is_not_under_the_api_goes_where_it_should(path: str, owner: str) -> None:
    assert handed_on(path) == owner
