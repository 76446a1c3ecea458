"""Reading server-sent events as a browser would: fields gathered until a blank line, comments told apart."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class Sent:
    """What came between two blank lines; `comment` where there was one, `data` read as JSON."""

    id: str | None = None
    event: str | None = None
    data: Any = None
    comment: str | None = None
    retry: int | None = None


async def sent(answer: httpx.Response) -> AsyncIterator[Sent]:
    """Yield everything that a stream sends, until it ends."""
    fields: dict[str, list[str]] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(":")
            fields.setdefault(name or "comment", []).append(value.removeprefix(" "))
            continue
        data = json.loads("\n".join(fields["data"])) if "data" in fields else None
        one = {name: values[-1] for name, values in fields.items() if name in {"id", "event", "comment"}}
        retry = int(fields["retry"][-1]) if "retry" in fields else None
        yield Sent(data=data, retry=retry, **one)
        fields = {}


async def next_events(stream: AsyncIterator[Sent], count: int) -> list[Sent]:
    """Return the next events, passing over comments."""
    found: list[Sent] = []
    async for one in stream:
        if one.event is not None:
            found.append(one)
        if len(found) == count:
            break
    return found
