"""What may be done with the snapshots."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from typing import Literal

from partnership_client.base import AsyncNoun, Noun
from partnership_client.models.snapshots import Digest, Rules, Snapshot
from partnership_client.request import Request


class Snapshots(Noun):
    """The snapshots."""

    def get(self, *, scope: str) -> Snapshot:
        """Show the state of everything in a scope, and the cursor from which the feed goes on: both of one moment.

        It shows what the caller's feed would have told. An event that the state has may come again after the cursor: it is
        not newer (by `epoch`, then `sequence`) than the item of its aggregate. The ETag is that of the state: with a 304,
        the cursor that came with it goes on as well.

        `scope`: `programme` for everything, a kind (`projects`, `adoptions`, …), or all that concerns one thing: `projects/<key>`, `councils/<slug>`, `releases/<key>`, …
        """
        return self._sender.ask(Request(Snapshot, "GET", "/api/v1/snapshot", query={"scope": scope}))

    def rules(self) -> Rules:
        """Show how states are made of events, so that a copy is kept by the same rules: they are data, for any language."""
        return self._sender.ask(Request(Rules, "GET", "/api/v1/snapshot/rules"))

    def digest(self, *, scope: str, under: str | None = None, of: Literal["state", "places"] | None = None) -> Digest:
        """Compare a copy without sending it: go down where a hash differs, and find what differs in three steps.

        `scope`: `programme` for everything, a kind (`projects`, `adoptions`, …), or all that concerns one thing: `projects/<key>`, `councils/<slug>`, `releases/<key>`, …
        `under`: a kind (`adoption`), or a bucket of it (`adoption/3f`); the top if not given
        `of`: hashes of whole items, or only of how far each history has got
        """
        return self._sender.ask(
            Request(Digest, "GET", "/api/v1/digest", query={"scope": scope, "under": under, "of": of})
        )


class AsyncSnapshots(AsyncNoun):
    """The snapshots."""

    async def get(self, *, scope: str) -> Snapshot:
        """Show the state of everything in a scope, and the cursor from which the feed goes on: both of one moment.

        It shows what the caller's feed would have told. An event that the state has may come again after the cursor: it is
        not newer (by `epoch`, then `sequence`) than the item of its aggregate. The ETag is that of the state: with a 304,
        the cursor that came with it goes on as well.

        `scope`: `programme` for everything, a kind (`projects`, `adoptions`, …), or all that concerns one thing: `projects/<key>`, `councils/<slug>`, `releases/<key>`, …
        """
        return await self._sender.ask(Request(Snapshot, "GET", "/api/v1/snapshot", query={"scope": scope}))

    async def rules(self) -> Rules:
        """Show how states are made of events, so that a copy is kept by the same rules: they are data, for any language."""
        return await self._sender.ask(Request(Rules, "GET", "/api/v1/snapshot/rules"))

    async def digest(
        self, *, scope: str, under: str | None = None, of: Literal["state", "places"] | None = None
    ) -> Digest:
        """Compare a copy without sending it: go down where a hash differs, and find what differs in three steps.

        `scope`: `programme` for everything, a kind (`projects`, `adoptions`, …), or all that concerns one thing: `projects/<key>`, `councils/<slug>`, `releases/<key>`, …
        `under`: a kind (`adoption`), or a bucket of it (`adoption/3f`); the top if not given
        `of`: hashes of whole items, or only of how far each history has got
        """
        return await self._sender.ask(
            Request(Digest, "GET", "/api/v1/digest", query={"scope": scope, "under": under, "of": of})
        )
