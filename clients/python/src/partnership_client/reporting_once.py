"""What reports by file and event have in common for both clients: where each kind goes, what became of a file."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias
from uuid import uuid4

from partnership_client.base import Model, Page
from partnership_client.errors import FieldProblem, ImportRefused, ServerFailed, StillWorking
from partnership_client.models.imports import Import, Mistake
from partnership_client.request import Request, Upload, key

Kind: TypeAlias = Literal["adoption", "capacity", "benefits", "updates"]
Sent: TypeAlias = Callable[[int, int], None]
"""Told how many bytes of a file are sent, and of how many; from 0 again if they must be sent again."""
Progress: TypeAlias = Callable[[Import], None]
"""Told how far the service has come, whenever it is asked."""

KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "adoption": ("councils", "council.adoption-reported.v1"),
    "capacity": ("councils", "council.capacity-reported.v1"),
    "benefits": ("councils", "council.benefit-reported.v1"),
    "updates": ("projects", "council.update-reported.v1"),
}
"""Which service takes each kind, and what an event of it is called."""


class Outcome(Model):
    """What one report came to: `recorded`, `already-known`, or a `conflict`, whose address it has then."""

    outcome: str
    kind: str
    fact: str
    conflict: str | None = None


PIECE_BYTES = 64 * 1024
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0
SHOWN = 3
"""How many mistakes the sentence of a refusal tells; `.errors` has them all."""


def upload(
    kind: Kind, file: str | Path, sent: Sent | None, *, dry_run: bool, idempotency_key: str | None
) -> Request[Import]:
    """Return the request that sends a file, read from the disk piece by piece."""
    path = Path(file)
    length = path.stat().st_size

    def pieces() -> Iterator[bytes]:
        done = 0
        with path.open("rb") as opened:
            while piece := opened.read(PIECE_BYTES):
                yield piece
                done += len(piece)
                if sent is not None:
                    sent(done, length)

    return Request(
        Import,
        "POST",
        f"/api/v1/{KINDS[kind][0]}/imports",
        query={"kind": kind, "dry_run": "true" if dry_run else None},
        upload=Upload(pieces, "text/csv", length),
        idempotency_key=key(idempotency_key),
    )


def submission(kind: Kind, data: Mapping[str, Any], source: str, event_id: str | None) -> Request[Outcome]:
    """Return the request that tells one fact as a CloudEvent."""
    service, event_type = KINDS[kind]
    body = {
        "specversion": "1.0",
        "id": event_id or str(uuid4()),
        "source": source,
        "type": event_type,
        "datacontenttype": "application/json",
        "data": data,
    }
    headers = {"Content-Type": "application/cloudevents+json"}
    return Request(
        Outcome, "POST", f"/api/v1/{service}/submissions", body=body, headers=headers, idempotency_key=key(None)
    )


def again(job: Import) -> Request[Import]:
    """Return the request that asks how far a file has come."""
    return Request(Import, "GET", job.href)


def mistakes(job: Import) -> Request[Page[Mistake]]:
    """Return the request for what is wrong with a file."""
    return Request(Page[Mistake], "GET", job.errors_href, query={"limit": None})


def pauses() -> Iterator[float]:
    """Yield how long to wait before asking again: longer each time, as far as it makes sense for people."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(LONGEST_PAUSE_SECONDS, pause * 1.5)


def refuse_unless_done(job: Import, name: str, wrong: list[Mistake]) -> None:
    """Raise what became of a file that was not taken in."""
    if job.state == "refused":
        errors = tuple(FieldProblem(one.column or "", one.message, one.line) for one in wrong)
        told = "; ".join(str(one) for one in errors[:SHOWN])
        more = f"; and {job.errors - SHOWN:,} more" if job.errors > SHOWN else ""
        raise ImportRefused(f"{name} was refused, and nothing of it was taken in: {told}{more}.", errors=errors)
    if job.state == "failed":
        raise ServerFailed(f"{name} could not be worked through, and nothing of it was taken in: send it again later.")


def still_working(job: Import, name: str, seconds: float) -> StillWorking:
    """Return what to raise when the time to wait is over."""
    return StillWorking(
        f"{name} is {job.progress:.0%} done after {seconds:g} seconds; it goes on by itself, under {job.href}."
    )
