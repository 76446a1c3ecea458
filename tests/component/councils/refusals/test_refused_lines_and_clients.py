"""Moves of adoption lines and ends of clients that make no sense."""

from typing import Any

import httpx
import pytest

from tests.component.councils.test_adoption_history import LINE, refusal
from tests.component.councils.test_adoption_lines import closed, lines
from tests.component.councils.test_client_uses import API, FIFE
from tests.support.world import World


@pytest.fixture(scope="module")
async def released(office: httpx.AsyncClient, world: World) -> httpx.AsyncClient:
    """The Office's client, after a release of one deliverable has reached three members."""
    await world.say(closed("release-one", "dpia-template"))
    await lines(office, 3)
    return office


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"state": "planned", "evidence": [{}]}, "invalid"),
        ({"state": "planned", "evidence": [{"link": "ftp://x"}]}, "invalid"),
        ({"state": "planned", "variant": {"differs_in": ["x"]}}, "variant-not-allowed"),
        ({"state": "adapted", "note": "x", "variant": {"differs_in": []}}, "invalid"),
    ],
)
async def test_evidence_that_shows_nothing_and_a_variant_of_what_is_as_it_was_are_refused(
    released: httpx.AsyncClient, wish: dict[str, Any], code: str
) -> None:
    assert await refusal(released, "PATCH", LINE, wish) == (422, code)


@pytest.mark.parametrize(
    "expires", ["2020-01-01T00:00:00Z", "2030-01-01", "2030-01-01T00:00:00", "9999-12-31T23:59:59-12:00", 1893456000]
)
async def test_an_end_that_makes_no_sense_is_refused(office: httpx.AsyncClient, expires: object) -> None:
    refused = await office.post(f"{API}/clients", json=FIFE | {"expires": expires})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "expires")
