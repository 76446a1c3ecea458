"""With its database gone, a service says so at every address that needs it, in words, and answers all others."""

import asyncio
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from tests.support.forms import FORMS, PAGES, REPORT, VALUES
from tests.support.house import SERVICES, routes
from tests.support.page import BROWSER, Page, refuse_barriers
from tests.support.proxy import Proxy
from tests.support.world import Running, World

CALL: dict[str, Any] = {
    "key": "k",
    "project": "p",
    "title": "T",
    "summary": "s",
    "asks": [{"role": "sponsor", "days_per_month": 1, "from": "2030-01-01", "to": "2030-02-28"}],
    "deadline": "2029-12-01",
    "contact_role": "digital-office",
}
# one right body for each address that takes one; a POST that is not here needs none
BODIES: dict[str, dict[str, Any]] = {
    "/benefit-profiles": {"key": "k", "project": "p", "statement": "It helps."},
    "/deliverables": {"key": "k", "project": "p", "name": "N"},
    "/deliverables/{key}": {"name": "N"},
    "/deliverables/{key}/state-changes": {"to": "live"},
    "/lifecycles": {"key": "k", "name": "N", "phases": [{"key": "one", "name": "One", "gate": {"name": "G"}}]},
    "/portfolios": {"key": "k", "name": "N", "grouping": "themes-2016", "from": "2016"},
    "/portfolios/{key}/end": {"to": "2018"},
    "/programme/phases": {"phase": "build", "starts": "2016"},
    "/projects": {"key": "k", "name": "N"},
    "/projects/{key}": {"name": "N"},
    "/projects/{key}/gate-decisions": {"outcome": "go", "by_role": "sponsor"},
    "/projects/{key}/gate-conditions/{condition_id}/meet": {"by_role": "sponsor", "evidence": ["https://example.org"]},
    "/projects/{key}/gate-conditions/{condition_id}/waive": {"by_role": "sponsor", "reason": "r"},
    "/projects/{key}/phase-plan": {"phases": [{"phase": "discovery", "planned": "2019"}]},
    "/projects/{key}/phase-changes": {"to": "discovery", "decision": {"outcome": "go", "by_role": "sponsor"}},
    "/projects/{key}/placements": {"portfolio": "k", "from": "2016"},
    "/releases": {"key": "k", "name": "N"},
    "/releases/{key}": {"name": "N"},
    "/releases/{key}/close": {},
    "/releases/{key}/deliverables": {"deliverables": [{"deliverable": "d", "ready": True}]},
    "/releases/{key}/deliverables/{deliverable}": {"ready": True},
    "/adoptions/{council}/{deliverable}": {"state": "planned"},
    "/adoptions/{council}/{deliverable}/corrections": {
        "state": "planned",
        "effective": "2026-01-01",
        "correction_reason": "r",
    },
    "/adoptions/{council}/{deliverable}/plan": {"adopt_on": "2030"},
    "/councils": {"name": "Fife Council", "slug": "fife", "gss_code": "S12000047"},
    "/councils/{council}": {"name": "N"},
    "/councils/{council}/codes": {"gss_code": "S12000048", "from": "2018"},
    "/councils/family-groups": {"key": "k", "name": "N", "source": "https://example.org"},
    "/councils/family-groups/{key}/councils": {"council": "fife", "from": "2018"},
    "/councils/family-groups/{key}/councils/{council}/end": {"from": "2020"},
    "/councils/family-groups/{key}/corrections": {
        "reason": "r",
        "facts": [{"council": "fife", "standing": "in", "from": "2018"}],
    },
    "/subscriptions": {"name": "N", "road": "feed"},
    "/subscriptions/{subscription}": {"name": "N"},
    "/subscriptions/preview": {},
    "/subscriptions/{subscription}/secrets": {},
    "/subscriptions/{subscription}/test": {"type": "projects.phase-changed"},
    "/subscriptions/{subscription}/recover": {"from": "2027-01-01T00:00:00Z", "to": "2027-01-02T00:00:00Z"},
    "/subscriptions/{subscription}/broker/keys": {},
    "/clients": {"client_id": "c", "name": "N", "scopes": ["programme:read"]},
    "/clients/{client}/secrets": {},
    "/memberships": {"council": "fife", "certainty": "unknown"},
    "/memberships/counts": {
        "key": "k",
        "as_of": "2019",
        "councils": 29,
        "basis": "reported",
        "source": "https://example.org",
    },
    "/memberships/{council}/corrections": {"reason": "r", "facts": [{"standing": "joined", "effective": "2016"}]},
    "/memberships/{council}/end": {"left": "2020"},
    "/memberships/{council}/in-principle": {"certainty": "unknown"},
    "/benefit-profiles/{key}": {"statement": "It helps."},
    "/benefit-profiles/{key}/claims": {"programme_wide": True, "from": "2026-01-01"},
    "/benefit-profiles/{key}/claims/{number}/withdraw": {"reason": "r"},
    "/benefit-profiles/{key}/measures": {"period": "2026-01-31", "value": 1.0, "by_role": "benefits-owner"},
    "/calls": CALL,
    "/calls/check": {"asks": CALL["asks"], "deadline": CALL["deadline"]},
    "/calls/{key}": {"title": "T"},
    "/calls/{key}/close": {"reason": "r"},
    "/calls/{key}/publish": {},
    "/calls/{key}/withdraw": {"reason": "r"},
    "/programme/calendar": {
        "key": "k",
        "kind": "recess",
        "name": "N",
        "from": "2026-07-01",
        "to": "2026-07-31",
        "effect": 0.5,
    },
    "/programme/calendar/{key}": {"name": "N", "reason": "r"},
    "/deliverables/{key}/versions": {"version": "1.0"},
    "/lifecycles/{key}/moves": {"by_role": "sponsor", "reason": "r"},
    "/projects/{key}/close": {"outcome": "delivered", "by_role": "sponsor"},
    "/projects/{key}/confidence-ratings": {"kind": "own", "rating": "green", "by_role": "project-lead"},
    "/projects/{key}/progress-updates": {"text": "t"},
    "/projects/{key}/update-rhythm": {"every_days": 7},
    "/releases/verify": {"manifest": {"release": "k"}, "signature": "A" * 86 + "=="},
    "/releases/{key}/amendments": {"text": "t", "reason": "r", "by_role": "sponsor"},
    "/releases/{key}/sign-offs": {"by_role": "sponsor", "outcome": "signed"},
    "/work-requests": {
        "key": "k",
        "project": "p",
        "title": "T",
        "text": "t",
        "councils": ["fife"],
        "priority": "must",
        "due": "2030-01-01",
        "by_role": "project-lead",
    },
    "/work-requests/{key}": {"priority": "could", "by_role": "project-lead", "reason": "r"},
    "/work-requests/{key}/answers": {"council": "fife", "answer": "accepted"},
    "/work-requests/{key}/cancel": {"by_role": "project-lead", "reason": "r"},
    "/adoptions/{council}/{deliverable}/acknowledgement": {"by_role": "council-digital-lead"},
    "/benefits": {
        "council": "fife",
        "profile": "k",
        "period": "2026-01",
        "stage": "forecast",
        "value": 1.0,
        "unit": "u",
        "by_role": "sponsor",
    },
    "/benefits/{council}/{profile}/{period}/{stage}/withdraw": {"by_role": "sponsor", "reason": "r"},
    "/benefits/{council}/{profile}/{period}/{stage}/visibility": {"visibility": "own"},
    "/commitments/answers": {"call": "k", "council": "fife", "answer": "no"},
    "/commitments/answers/{key}/{council}": {"role": "sponsor", "reason": "r"},
    "/commitments/capacity": {"council": "fife", "capacity": [{"month": "2026-01", "role": "sponsor", "days": 1}]},
    "/commitments/capacity/{council}/{month}": {"role": "sponsor", "days": 1},
    "/roles/{council}/{role}": {"holder": None},
    "/roles/erasures": {"email": "nobody@example.org", "reason": "no-longer-needed"},
    "/roles/exports": {"email": "nobody@example.org"},
    "/commitments/delivered/{council}/{month}": {
        "call": "k",
        "role": "sponsor",
        "days": 1,
        "source": "s",
        "by_role": "sponsor",
    },
    "/councils/conflicts/{conflict}/resolve": {"keep": "standing", "reason": "r"},
    "/projects/conflicts/{conflict}/resolve": {"keep": "standing", "reason": "r"},
    "/clock": {"today": "2030-01-01"},
    "/dead-letters/replay": {"cause": "gap"},
    "/dead-letters/discard": {"cause": "gap", "reason": "r"},
    "/dead-letters/{letter}/discard": {"reason": "r"},
}
# health is told by itself, the rest stands in the program and not in its database
NEEDS_NONE = (
    "/livez",
    "/readyz",
    "/healthz",
    "/api/docs",
    "/assets",
    "/accessibility",
    "/sign-out",
    "/subscriptions/new",
    "/event-types",
)
NEEDS_NONE_EITHER = (
    *(f"/operations/{name}/subscriptions" for name in SERVICES),
    "/event-types/{type}/schema",
    "/snapshot/rules",
    "/api/v1/reports",
    "/api/v1/roles",
    "/api/v1/adoptions/reasons",
)


@pytest.fixture(params=SERVICES)
async def cut(request: pytest.FixtureRequest, world: World) -> Running:
    """A service that was ready, and has lost its database."""
    name = request.param
    await world.streams()
    way = Proxy(urlsplit(world.servers.postgres_dsn).port or 5432)
    await way.start()
    settings = await world.settings(name)
    await world.trust(settings)
    parts = urlsplit(settings.database_url)
    far = urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{parts.port}", f":{way.port}")))
    running = await world.start(name, trusted=False, database_url=far, clock_movable=True)
    await running.ready()
    await way.stop()
    return running


def asked(method: str, path: str) -> tuple[str, dict[str, Any]]:
    """Return the address of a route, and what to send there."""
    path = path.replace(":int}", "}")
    short = path.removeprefix("/api/v1").partition("/operations/")
    named = short[0] or "/" + short[2].partition("/")[2]
    address = "/".join(VALUES.get(part[1:-1], "a-key") if part.startswith("{") else part for part in path.split("/"))
    if path == "/oauth/token":
        return address, {"data": {"grant_type": "client_credentials"}, "auth": ("c", "s" * 43)}
    if method == "POST" and path in FORMS:
        return address, {"data": FORMS[path]}
    if path.endswith("/membership/changes"):
        address += "?since=2026-01-01"
    if path.endswith(("/snapshot", "/digest")):
        address += "?scope=programme"
    if method == "POST" and path.endswith("/imports"):
        kind = "updates" if "/projects/" in path else "capacity"
        return f"{address}?kind={kind}", {"content": "month,role,days\n", "headers": {"Content-Type": "text/csv"}}
    if method == "POST" and path.endswith("/submissions"):
        update = {
            "type": "council.update-reported.v1",
            "data": {"project": "a-key", "effective": "2026-01-01", "text": "Well"},
        }
        told = REPORT | (update if "/projects/" in path else {})
        return address, {"json": told, "headers": {"Content-Type": "application/cloudevents+json"}}
    if method == "DELETE" and "/calendar/" in path:
        address += "?reason=r"
    more: dict[str, Any] = {"headers": {"If-Match": '"1"'} if method in {"PUT", "PATCH", "DELETE"} else {}}
    if method in {"POST", "PUT", "PATCH"} and named in BODIES:
        more["json"] = BODIES[named]
    return address, more


def needs_none(method: str, path: str) -> bool:
    if (method, path.rpartition("/")[2]) == ("GET", "clock") or (path == "/sign-in" and method != "POST"):
        return True
    if method == "POST" and path in FORMS:
        return False
    return path.startswith(NEEDS_NONE) or path.endswith(NEEDS_NONE_EITHER)


async def test_every_route_that_needs_the_database_says_that_it_is_gone(cut: Running) -> None:
    wanted = [(method, path) for method, path, _ in routes(cut.service.name) if not needs_none(method, path)]
    assert len(wanted) > 5
    wrong = []
    async with cut.client() as client:
        for method, path in wanted:
            address, more = asked(method, path)
            answer = await client.request(method, address, **more)
            if not is_told(answer, method):
                wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        if cut.service.name in PAGES:
            page = await client.get(PAGES[cut.service.name], headers=BROWSER)
            assert (page.status_code, page.headers["retry-after"]) == (503, "2")
            assert "The database does not answer" in page.text
            refuse_barriers(Page(page.text))
    assert not wrong, "\n".join(wrong)


def is_told(answer: httpx.Response, method: str) -> bool:
    """Say whether an answer tells that the database is gone, when to come again, and nothing of the inside."""
    if answer.status_code != 503 or not int(answer.headers.get("retry-after", "0")):
        return False
    if answer.headers["content-type"] != "application/problem+json":
        return False
    if method == "HEAD":
        return True
    problem = answer.json()
    inside = ("127.0.0.1", "postgres", "asyncpg", "SELECT")
    return problem["code"] == "unavailable" and not any(word in answer.text for word in inside)


async def test_what_needs_no_database_answers_and_readiness_tells(cut: Running) -> None:
    async with cut.client() as client:
        assert (await client.get("/livez")).status_code == 200
        ready = await client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["parts"]["database"] != "ok"
        heard = await client.get(f"/api/v1/operations/{cut.service.name}/subscriptions")
        assert heard.status_code == 200
        # many at once wait for nothing either
        began = time.monotonic()
        outbox = f"/api/v1/operations/{cut.service.name}/outbox"
        answers = await asyncio.gather(*(client.get(outbox) for _ in range(30)))
        assert {answer.status_code for answer in answers} == {503}
        assert time.monotonic() - began < 20
