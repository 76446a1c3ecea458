"""A few councils, as the Office registers them before a test of councils begins."""

from typing import Any, Final

import httpx

API: Final = "/api/v1"
COUNCILS: Final[tuple[dict[str, Any], ...]] = (
    {"slug": "angus", "name": "Angus Council", "gss_code": "S12000041", "former_gss_codes": ["S12000003"]},
    {"slug": "fife", "name": "Fife Council", "gss_code": "S12000047", "former_gss_codes": ["S12000015"]},
    {"slug": "na-h-eileanan-siar", "name": "Comhairle nan Eilean Siar", "gss_code": "S12000013"},
)


async def register(office: httpx.AsyncClient, *councils: dict[str, Any]) -> None:
    """Register councils, all members since 2019-10-01 at the latest."""
    for council in councils:
        made = await office.post(f"{API}/councils", json=council)
        assert made.status_code == 201, made.text
        joined = {"council": council["slug"], "joined": "2019-10-01", "certainty": "no-later-than"}
        made = await office.post(f"{API}/memberships", json=joined)
        assert made.status_code == 201, made.text
