"""What a client asked for, and what it was told was done."""

from collections import Counter

import httpx

from tests.support.plain import NO_CERTIFICATES
from tests.support.processes import ServiceProcess


class Ledger:
    """What a client asked for and was told was done; asking goes on whatever the answer is."""

    def __init__(self, service: ServiceProcess, token: str, prefix: str = "p") -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.AsyncClient(base_url=service.url, headers=headers, timeout=15, verify=NO_CERTIFICATES)
        self.prefix = prefix
        self.acknowledged: dict[str, str] = {}
        self.unsure: set[str] = set()
        self.statuses: Counter[int] = Counter()

    async def change(self, number: int) -> None:
        """Register a project, or rename it if it is there; remember the last name that was acknowledged."""
        key = f"{self.prefix}-{number % 20}"
        name = f"{key} as of change {number}"
        try:
            if key not in self.acknowledged:
                answer = await self._client.post(
                    "/api/v1/projects",
                    json={"key": key, "name": name},
                    headers={"Idempotency-Key": name.replace(" ", "-")},
                )
            else:
                answer = await self._client.patch(
                    f"/api/v1/projects/{key}", json={"name": name}, headers={"If-Match": "*"}
                )
        except httpx.TransportError:
            self.unsure.add(key)
            self.statuses[0] += 1
            return
        self.statuses[answer.status_code] += 1
        if answer.is_success:
            self.acknowledged[key] = name
            self.unsure.discard(key)

    async def register(self, key: str, name: str) -> None:
        """Register a project that is not to be changed any more."""
        answer = await self._client.post("/api/v1/projects", json={"key": key, "name": name})
        assert answer.status_code == 201, answer.text

    async def changes(self, numbers: range) -> None:
        for number in numbers:
            await self.change(number)

    async def close(self) -> None:
        await self._client.aclose()
