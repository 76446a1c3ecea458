"""Clients that ask until they know: an answer that was lost is asked for again, under the same key."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import httpx

from tests.chaos.ledger import Command, Ledger, Said
from tests.support.processes import ServiceProcess

ANSWER_SECONDS = 4.0
AGAIN_SECONDS = 0.2
PRECONDITION_FAILED = 412
SERVER_ERRORS_FROM = 500


class Pace:
    """How fast the clients go: full, light, or no new commands at all."""

    def __init__(self) -> None:
        self.ended = False
        self._light = False
        self._go_on = asyncio.Event()
        self._go_on.set()

    def light(self) -> None:
        """Let only those clients go on that are content with a command a second."""
        self._light = True
        self._go_on.clear()

    def full(self) -> None:
        self._light = False
        self._go_on.set()

    def end(self) -> None:
        """Let no client begin anything more; what was begun is still brought to its end."""
        self.ended = True
        self._go_on.set()

    async def wait(self, rng: random.Random, *, light: bool) -> None:
        """Wait until the next command is due; `light` clients go on slowly while the others pause."""
        if light and self._light:
            await asyncio.sleep(1.0)
            return
        await asyncio.sleep(rng.uniform(0.02, 0.2))
        await self._go_on.wait()


class Client:
    """One client with a seeded mind of its own; nobody else changes what it made."""

    def __init__(
        self, name: str, seed: str, ledger: Ledger, pace: Pace, services: dict[str, ServiceProcess], token: str
    ) -> None:
        self.name, self.ledger, self.pace = name, ledger, pace
        self.rng = random.Random(f"{seed}/{name}")  # noqa: S311 - repeatable on purpose
        self._http = {
            service: httpx.AsyncClient(
                base_url=process.url,
                headers={"Authorization": f"Bearer {token}"},
                timeout=ANSWER_SECONDS,
                trust_env=False,
            )
            for service, process in services.items()
        }
        self._asked = 0

    async def ask(
        self,
        service: str,
        method: str,
        path: str,
        body: dict[str, Any],
        *,
        says: Sequence[Said],
        if_match: int | None = None,
    ) -> Command:
        """Ask for something until it is known whether it was done."""
        self._asked += 1
        command = Command(
            f"{self.name}-{self._asked}", service, method, f"/api/v1{path}", body, says, if_match=if_match
        )
        self.ledger.open(command)
        while command.outcome == "unknown":
            await self._try(command)
        return command

    def next_id(self) -> str:
        """Return the id that the next command will have, to be named in what it says."""
        return f"{self.name}-{self._asked + 1}"

    async def get(self, service: str, path: str) -> Any:
        """Look something up; None where it could not be told now."""
        try:
            answer = await self._http[service].get(f"/api/v1{path}")
        except httpx.TransportError as error:
            self.ledger.tries[type(error).__name__] += 1
            return None
        return answer.json() if answer.is_success else None

    async def _try(self, command: Command) -> None:
        command.tries += 1
        headers = {"Idempotency-Key": command.id, "X-Correlation-ID": command.id}
        if command.if_match is not None:
            headers["If-Match"] = f'"{command.if_match}"'
        try:
            answer = await self._http[command.service].request(
                command.method, command.path, json=command.body, headers=headers
            )
        except httpx.TransportError as error:
            self.ledger.tries[type(error).__name__] += 1
            await asyncio.sleep(AGAIN_SECONDS)
            return
        self.ledger.tries[str(answer.status_code)] += 1
        if answer.status_code >= SERVER_ERRORS_FROM:
            await asyncio.sleep(AGAIN_SECONDS)
        elif answer.is_success or (answer.status_code == PRECONDITION_FAILED and command.tries > 1):
            # nobody else writes here: the version moved on because an earlier try was done, and its answer was lost
            command.outcome = "done"
        else:
            command.outcome, command.answer = "refused", f"{answer.status_code} {answer.text[:200]}"

    async def close(self) -> None:
        for http in self._http.values():
            await http.aclose()
