"""Joining late and keeping a copy: the state with the place from which the feed goes on, and hashes to compare by."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from services.reporting.domain import states
from services.reporting.domain.states.tree import Node, Tree, hashed
from services.reporting.queries import stretches
from services.reporting.queries.states import Item, places, told
from shared.cursor import Cursor
from shared.errors import FieldError, InvalidError, NotFoundError
from shared.pages.answers import kept
from shared.web.calls import Call, requires
from shared.web.openapi import NOT_MODIFIED, UNCHANGED
from shared.web.resources import View

router = APIRouter(prefix="/api/v1", tags=["snapshots"], responses={NOT_MODIFIED: UNCHANGED})

OWN = "private, max-age=0, must-revalidate"
"""What is seen depends on who asks, so nobody between may keep it."""
BUCKET_LENGTH = 2

Reader = Annotated[Call, Depends(requires("events:read"))]
ScopeWanted = Annotated[
    str,
    Query(
        max_length=250,
        description="`programme` for everything, a kind (`projects`, `adoptions`, …), or all that concerns one thing: "
        "`projects/<key>`, `councils/<slug>`, `releases/<key>`, …",
    ),
]


class StateItem(View):
    """One thing as it was told: how far its history has got by the events that the caller may see, and its state."""

    aggregate: str = Field(description="kind/identity, as in the events")
    source: str = Field(description="which service tells of it, as in the events")
    epoch: int
    sequence: int = Field(description="of the newest event that is in the state")
    event: UUID = Field(description="the id of that event")
    state: dict[str, Any] = Field(description="what the events put there, by the rules at /api/v1/snapshot/rules")


class SnapshotView(View):
    """A state, and the place from which `GET /events?after=` goes on without a gap; some events may come again."""

    scope: str
    count: int
    sha256: str = Field(description="the digest of the items, as GET /digest has it")
    cursor: str
    events: str = Field(description="the address at which the feed goes on")
    items: list[StateItem]


class RuleView(View):
    """What one event type puts where: `at` is the path, `value` what is put there (null takes it away)."""

    at: list[str]
    value: Any = None
    each: str | None = Field(default=None, description="once for each item of this list in the event's data")


class RulesView(View):
    """How states are made of events: the puts of its type, in order, at every event that is newer than the state.

    A word that begins with `$` stands for that field of the event's data (`null` if it has none); within `each`, for
    the item's, a bare `$` is the item itself, and `$$` begins a field of the data. Members of an object that come out
    as null are left out; a path with a word that comes out as null is passed over.
    """

    rules: dict[str, list[RuleView]]
    left_out: dict[str, str] = Field(description="kinds of aggregates that are in no state, and why")


class DigestNode(View):
    name: str
    sha256: str
    count: int


class DigestView(View):
    """One node of the tree of hashes, and those below it.

    A thing's hash is the SHA-256, in hex, of the canonical JSON (RFC 8785) of its item in the snapshot; with
    `of=places` of the item without `state`. A node's hash is that of the object which has the name and hash of each
    node below: at the top the kinds, in a kind its buckets, in a bucket its things. A thing is in the bucket that the
    first two hex digits of the SHA-256 of its name (`aggregate`) say.
    """

    scope: str
    of: Literal["state", "places"]
    under: str
    sha256: str
    count: int
    cursor: str = Field(description="the place that the snapshot of this very moment would have")
    children: list[DigestNode]


@router.get("/snapshot", response_model=SnapshotView)
async def get_snapshot(call: Reader, request: Request, scope: ScopeWanted) -> Response:
    """Show the state of everything in a scope, and the cursor from which the feed goes on: both of one moment.

    It shows what the caller's feed would have told. An event that the state has may come again after the cursor: it is
    not newer (by `epoch`, then `sequence`) than the item of its aggregate. The ETag is that of the state: with a 304,
    the cursor that came with it goes on as well.
    """
    items, cursor = await _items(call, scope)
    root = await asyncio.to_thread(lambda: _tree(items).root().sha256)
    word = cursor.seal()
    following = f"/api/v1/events?after={word}"
    top = {"scope": scope, "count": len(items), "sha256": root, "cursor": word, "events": following}
    return kept(request, orjson.dumps(top | {"items": items}), media_type="application/json", keep=OWN, tag=root)


@router.get("/snapshot/rules", response_model=RulesView)
async def get_snapshot_rules(call: Reader, request: Request) -> Response:
    """Show how states are made of events, so that a copy is kept by the same rules: they are data, for any language."""
    _ = call
    rules = {name: [RuleView(at=list(put.at), value=put.value, each=put.each) for put in puts] for name, puts in
             states.RULES.items()}  # fmt: skip
    view = RulesView(rules=rules, left_out=dict(states.LEFT_OUT))
    return kept(request, view.model_dump_json().encode(), media_type="application/json", keep=OWN)


@router.get("/digest", response_model=DigestView)
async def get_digest(
    call: Reader,
    request: Request,
    scope: ScopeWanted,
    under: Annotated[
        str,
        Query(
            max_length=100, description="a kind (`adoption`), or a bucket of it (`adoption/3f`); the top if not given"
        ),
    ] = "",
    of: Annotated[
        Literal["state", "places"], Query(description="hashes of whole items, or only of how far each history has got")
    ] = "state",
) -> Response:
    """Compare a copy without sending it: go down where a hash differs, and find what differs in three steps."""
    kind, _, bucket = under.partition("/")
    if (bucket and len(bucket) != BUCKET_LENGTH) or (under and not kind):
        raise InvalidError(
            "'under' is a kind, or a kind and a bucket: 'adoption', or 'adoption/3f'.",
            code="unknown-node",
            fields=(FieldError("under", "is no node of the tree"),),
        )
    items, cursor = await _items(call, scope)
    shown = places(items) if of == "places" else items
    below, node = await asyncio.to_thread(_look, shown, kind, bucket)
    view = DigestView(
        scope=scope,
        of=of,
        under=under,
        sha256=node.sha256,
        count=node.count,
        cursor=cursor.seal(),
        children=[DigestNode(name=one.name, sha256=one.sha256, count=one.count) for one in below],
    )
    return kept(request, view.model_dump_json().encode(), media_type="application/json", keep=OWN, tag=node.sha256)


async def _items(call: Call, word: str) -> tuple[list[Item], Cursor]:
    """Return what is in a scope, and the place it is of; both as one session sees them."""
    scope = states.scope(word)
    async with call.reading() as session:
        found = await told(session, scope, call.caller)
        cursor = await stretches.cursor(session)
    if scope.concerning and not found.rows:
        raise NotFoundError(f"Nothing is known that concerns '{word}'.")
    return await asyncio.to_thread(found.items), cursor


def _tree(items: Sequence[Item]) -> Tree:
    return Tree({str(item["aggregate"]): hashed(item) for item in items})


def _look(items: Sequence[Item], kind: str, bucket: str) -> tuple[list[Node], Node]:
    """Return what is below a node, and the node."""
    tree = _tree(items)
    if bucket:
        return tree.leaves(kind, bucket), tree.node(kind, bucket)
    return (tree.buckets(kind), tree.node(kind)) if kind else (tree.kinds(), tree.root())
