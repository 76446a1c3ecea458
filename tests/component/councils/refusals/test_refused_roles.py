"""Roles that nobody can be given, and names that no council can have."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.component.councils.test_roles import SCOPES, refused
from tests.support.people import API, ISLA
from tests.support.world import Running


@pytest.fixture(scope="module")
async def fife(office: httpx.AsyncClient, councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "code", "said"),
    [
        ("fife/wizard", 404, "unknown-role", {"holder": ISLA}),
        ("fife/digital-office", 404, "role-held-elsewhere", {"holder": ISLA}),
        ("programme/sponsor", 404, "role-held-elsewhere", {"holder": ISLA}),
        ("atlantis/sponsor", 404, "not-found", {"holder": ISLA}),
        ("fife/sponsor", 422, "invalid", {}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA | {"email": "isla at fife"}}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA | {"email": "isla..i@fife.example"}}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA | {"email": "isla@" + "a" * 250 + ".example"}}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA | {"name": "I" * 201}}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA | {"name": "Isla\nInvented"}}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA | {"phone": "call me"}}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA | {"fax": "1"}}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA, "purpose": "marketing"}),
        ("fife/sponsor", 422, "invalid", {"holder": ISLA, "retention_days": 0}),
        ("fife/sponsor", 422, "dates-out-of-order", {"holder": ISLA, "starts": "2020-01-02", "ends": "2020-01-01"}),
        ("fife/sponsor", 422, "dates-out-of-order", {"holder": ISLA, "away_until": "2020-01-01"}),
        ("fife/sponsor", 422, "no-holder", {"holder": None, "deputy": ISLA, "ends": "2030-01-01"}),
        ("fife/sponsor", 422, "deputy-is-holder", {"holder": ISLA, "deputy": ISLA}),
        ("fife/sponsor", 409, "no-change", {"holder": None}),
    ],
)
async def test_what_cannot_be_is_refused_and_nobody_is_kept(
    fife: httpx.AsyncClient,
    office: httpx.AsyncClient,
    councils: Running,
    path: str,
    status: int,
    code: str,
    said: dict[str, Any],
) -> None:
    who = office if path.startswith(("programme", "atlantis")) else fife
    await refused(who, f"/roles/{path}", status, code, said)
    assert await councils.sql("SELECT 1 FROM contact") == []


@pytest.mark.parametrize("slug", ["programme", "roles", "family-groups", "imports", "submissions", "conflicts"])
async def test_no_council_takes_the_name_of_an_address(office: httpx.AsyncClient, slug: str) -> None:
    answer = await office.post(f"{API}/councils", json={"slug": slug, "name": "N", "gss_code": "S12000049"})
    assert answer.status_code == 422
