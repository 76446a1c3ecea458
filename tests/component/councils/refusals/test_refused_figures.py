"""Figures of benefits that cannot be told."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.events.projects import BenefitProfiled
from tests.component.councils.test_benefits import CLAIM, HOURS, SCOPES, TODAY, known, refused
from tests.support.world import Running, World


@pytest.fixture(scope="module")
async def fife(office: httpx.AsyncClient, councils: Running, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The client of Fife, once a benefit was profiled that councils measure each for itself."""
    await world.say(BenefitProfiled(**HOURS))
    await known(councils, "hours")
    async with councils.client(*SCOPES, council="fife", client="fife-systems") as client:
        yield client


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"profile": "unheard-of"}, 404, "unknown-profile"),
        ({"council": "atlantis"}, 404, "not-found"),
        ({"council": "angus"}, 403, "another-council"),
        ({"unit": "pounds"}, 422, "another-unit"),
        ({"period": "2025-Q5"}, 422, "invalid"),
        ({"period": "2025-02-30--2025-03-01"}, 422, "invalid"),
        ({"period": "2025-03-01--2025-02-01"}, 422, "invalid"),
        ({"value": float(10**16)}, 422, "invalid"),
        ({"value": "12"}, 422, "invalid"),
        ({"by_role": "the-boss"}, 422, "invalid"),
        ({"evidence": ["somewhere"]}, 422, "invalid"),
        ({"visibility": "public"}, 422, "invalid"),
        ({"period": "2190"}, 422, "period-not-over"),
        ({"effective": "2025-03-30"}, 422, "dates-out-of-order"),
        ({"effective": (TODAY + timedelta(days=2)).isoformat()}, 422, "date-in-the-future"),
    ],
)
async def test_a_claim_that_cannot_be_is_refused(
    fife: httpx.AsyncClient, said: dict[str, Any], status: int, code: str
) -> None:
    await refused(fife, CLAIM | said, status, code)
