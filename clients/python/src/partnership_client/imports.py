"""Report once: a file or one event of a system of your own, checked, and taken in whole or not at all."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from partnership_client.base import AsyncPages, Pages
from partnership_client.models.imports import Import
from partnership_client.nouns import imports as nouns
from partnership_client.reporting_once import (
    Kind,
    Outcome,
    Progress,
    Sent,
    again,
    mistakes,
    pauses,
    refuse_unless_done,
    still_working,
    submission,
    upload,
)
from partnership_client.sending import AsyncSender, Sender

WAIT_SECONDS = 600.0


class Job:
    """A file that was sent; `latest` is how far it had come when it was last asked for."""

    def __init__(self, sender: Sender, latest: Import, name: str) -> None:
        self.latest, self.name, self._sender = latest, name, sender

    def wait(self, seconds: float = WAIT_SECONDS, *, progress: Progress | None = None) -> Import:
        """Wait until it is done, and return what it came to.

        Raises `ImportRefused` with line, column and what would be right; `StillWorking` when the time is over.
        """
        until = time.monotonic() + seconds
        for pause in pauses():
            if progress is not None:
                progress(self.latest)
            if self.latest.ended_at is not None:
                break
            if time.monotonic() >= until:
                raise still_working(self.latest, self.name, seconds)
            time.sleep(min(pause, max(0.0, until - time.monotonic())))
            self.latest = self._sender.ask(again(self.latest))
        wrong = list(Pages(self._sender, mistakes(self.latest))) if self.latest.errors else []
        refuse_unless_done(self.latest, self.name, wrong)
        return self.latest


class Imports(nouns.Imports):
    """Files and events that systems of your own report by."""

    def send(
        self,
        kind: Kind,
        file: str | Path,
        *,
        dry_run: bool = False,
        sent: Sent | None = None,
        idempotency_key: str | None = None,
    ) -> Job:
        """Send a CSV file, piece by piece from the disk; a dry run checks it and changes nothing."""
        asked = upload(kind, file, sent, dry_run=dry_run, idempotency_key=idempotency_key)
        return Job(self._sender, self._sender.ask(asked), Path(file).name)

    def submit(self, kind: Kind, data: Mapping[str, Any], *, source: str, id: str | None = None) -> Outcome:  # noqa: A002 - what CloudEvents call it
        """Tell one fact as a CloudEvent; the same `source` and `id` again has no second effect."""
        return self._sender.ask(submission(kind, data, source, id))


class AsyncJob:
    """A file that was sent; `latest` is how far it had come when it was last asked for."""

    def __init__(self, sender: AsyncSender, latest: Import, name: str) -> None:
        self.latest, self.name, self._sender = latest, name, sender

    async def wait(self, seconds: float = WAIT_SECONDS, *, progress: Progress | None = None) -> Import:
        """Wait until it is done, and return what it came to.

        Raises `ImportRefused` with line, column and what would be right; `StillWorking` when the time is over.
        """
        until = time.monotonic() + seconds
        for pause in pauses():
            if progress is not None:
                progress(self.latest)
            if self.latest.ended_at is not None:
                break
            if time.monotonic() >= until:
                raise still_working(self.latest, self.name, seconds)
            await asyncio.sleep(min(pause, max(0.0, until - time.monotonic())))
            self.latest = await self._sender.ask(again(self.latest))
        wrong = [one async for one in AsyncPages(self._sender, mistakes(self.latest))] if self.latest.errors else []
        refuse_unless_done(self.latest, self.name, wrong)
        return self.latest


class AsyncImports(nouns.AsyncImports):
    """Files and events that systems of your own report by."""

    async def send(
        self,
        kind: Kind,
        file: str | Path,
        *,
        dry_run: bool = False,
        sent: Sent | None = None,
        idempotency_key: str | None = None,
    ) -> AsyncJob:
        """Send a CSV file, piece by piece from the disk; a dry run checks it and changes nothing."""
        asked = upload(kind, file, sent, dry_run=dry_run, idempotency_key=idempotency_key)
        return AsyncJob(self._sender, await self._sender.ask(asked), Path(file).name)

    async def submit(self, kind: Kind, data: Mapping[str, Any], *, source: str, id: str | None = None) -> Outcome:  # noqa: A002 - what CloudEvents call it
        """Tell one fact as a CloudEvent; the same `source` and `id` again has no second effect."""
        return await self._sender.ask(submission(kind, data, source, id))
