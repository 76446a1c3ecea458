"""Dead letters as an operator's client sees them, and the fault that makes them."""

from typing import Any

import httpx

from shared.database import Transaction
from shared.messaging.subscription import Heard

LETTERS = "/api/v1/operations/reporting/dead-letters"


class Fault:
    """A handler's fault, until it is mended: it fails on these deliverables."""

    def __init__(self, error: Exception, *deliverables: str) -> None:
        self.error: Exception | None = error
        self.deliverables = set(deliverables or ["bad"])

    async def __call__(self, change: Transaction, heard: Heard[Any]) -> None:
        if self.error and heard.event.deliverable in self.deliverables:
            raise self.error


async def letters(client: httpx.AsyncClient, **query: Any) -> Any:
    """Return a page of letters."""
    answer = await client.get(LETTERS, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()
