"""A call: who asks, on what condition, and under which Idempotency-Key; routes say here which scope they need."""

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar

from fastapi import Request
from pydantic import BaseModel
from sqlalchemy import Column, DateTime, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.auth import Caller
from shared.crash import crash_point
from shared.database import Aggregate, Database, Transaction
from shared.errors import (
    ConflictError,
    FieldError,
    ForbiddenError,
    InvalidError,
    MalformedError,
    PreconditionFailedError,
    PreconditionRequiredError,
)
from shared.outbox.record import Cause, SharedTable

CHANGES = {"PUT", "PATCH", "DELETE"}
KEY = r"^[!-~]{1,255}$"
ETAG = r'^(\*|(W/)?"([0-9]{1,18})")$'
"""What `Idempotency-Key` and `If-Match` may say; the OpenAPI document says the same."""

V = TypeVar("V", bound=BaseModel)


class IdempotencyKey(SharedTable, table=True):
    """A key under which a client asked for something, and the answer it got; forgotten after some days."""

    __tablename__ = "idempotency_key"
    client: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp())
    )


class RepeatedError(Exception):
    """The request was carried out before under the same key; this is the answer it got."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__("carried out before")
        self.answer = answer


CLAIM = text("""INSERT INTO idempotency_key (client, key, fingerprint) VALUES (:client, :key, :fingerprint)
                ON CONFLICT DO NOTHING RETURNING 1""")
CLAIMED = text("SELECT fingerprint, answer FROM idempotency_key WHERE client = :client AND key = :key")
ANSWER = text("UPDATE idempotency_key SET answer = CAST(:answer AS jsonb) WHERE client = :client AND key = :key")


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request, as commands and queries see it."""

    caller: Caller
    database: Database
    cause: Cause
    key: str | None = None
    fingerprint: bytes = b""
    if_match: int | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Open the transaction of this command; raises RepeatedError if the same request was carried out before."""
        async with self.database.transaction(self.cause) as change:
            await self._claim(change)
            yield change
            crash_point("api.before_commit")
        crash_point("api.after_commit_before_reply")

    @property
    def today(self) -> date:
        """The day it is for the programme."""
        return self.database.clock.today()

    async def look_back(self) -> None:
        """Raise RepeatedError if the same request was carried out before; for one that is several transactions."""
        if self.key is not None:
            async with self.reading() as session:
                mine = {"client": self.caller.client, "key": self.key}
                before = (await (await session.connection()).execute(CLAIMED, mine)).first()
            if before is not None:
                self.answer_again(before.fingerprint, before.answer)

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Open a session for looking things up."""
        return self.database.reading()

    async def answer(self, change: Transaction, view: V) -> V:
        """Keep the answer with the change, so that the same request, sent again, gets it again."""
        if self.key is not None:
            values = {"client": self.caller.client, "key": self.key, "answer": view.model_dump_json()}
            await change.connection.execute(ANSWER, values)
        return view

    def expect(self, row: Aggregate) -> None:
        """Refuse the change if the resource is no longer at the version the caller read."""
        if self.if_match is not None and row.version != self.if_match:
            raise PreconditionFailedError(
                f'It is at version "{row.version}" now; If-Match says "{self.if_match}". Read it again and decide anew.'
            )

    async def _claim(self, change: Transaction) -> None:
        if self.key is None:
            return
        mine = {"client": self.caller.client, "key": self.key}
        claimed = await change.connection.execute(CLAIM, mine | {"fingerprint": self.fingerprint})
        if claimed.first() is not None:
            return
        before = (await change.connection.execute(CLAIMED, mine)).first()
        if before is None:
            raise ConflictError("This Idempotency-Key was forgotten just now, after some days; send the request again.")
        self.answer_again(before.fingerprint, before.answer)

    def answer_again(self, fingerprint: bytes, answer: dict[str, Any] | None) -> NoReturn:
        """Answer as the request with this key was answered, by RepeatedError; refuse if that was another request."""
        if bytes(fingerprint) != self.fingerprint:
            raise InvalidError(
                "This Idempotency-Key was used for a different request; a new request needs a new key.",
                code="idempotency-key-reused",
            )
        raise RepeatedError(answer or {})


class requires:  # noqa: N801 - reads as a word in `Depends(requires("…"))`
    """The dependency that says which scope a route needs, and makes the call of a request.

    A route whose body is `streamed` makes the fingerprint of the request itself, once it has read it.
    """

    def __init__(self, scope: str, *, streamed: bool = False) -> None:
        self.scope, self.streamed = scope, streamed
        self._parameters: dict[str, frozenset[str]] = {}

    async def __call__(self, request: Request) -> Call:
        caller: Caller = request.scope["caller"]
        if self.scope not in caller.scopes:
            raise ForbiddenError(f"The client '{caller.client}' has no scope '{self.scope}'.", code="scope-missing")
        self._refuse_unknown_parameters(request)
        correlation = _correlation(request)
        return Call(
            caller=caller,
            database=request.app.state.database,
            cause=Cause(f"client:{caller.client}", correlation),
            key=_idempotency_key(request),
            fingerprint=b"" if self.streamed else await _fingerprint(request),
            if_match=_if_match(request),
        )

    def _refuse_unknown_parameters(self, request: Request) -> None:
        """Refuse a query parameter that the route does not have: a misspelt filter would find too much."""
        if not request.scope["query_string"]:
            return
        route = request.scope["route"]
        known = self._parameters.get(route.unique_id)
        if known is None:
            known = self._parameters[route.unique_id] = _parameters(route.dependant)
        for name in request.query_params:
            if name not in known:
                allowed = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
                raise InvalidError(
                    f"{name[:50]}: is no parameter of this address; {allowed}.",
                    code="unknown-parameter",
                    fields=(FieldError(name[:50], "is no parameter of this address"),),
                )


def _parameters(dependant: Any) -> frozenset[str]:
    """Return the names of all query parameters of a route and of what it depends on."""
    mine = {parameter.alias for parameter in dependant.query_params}
    return frozenset(mine.union(*(_parameters(one) for one in dependant.dependencies)))


def _correlation(request: Request) -> str:
    return str(request.scope["correlation"])


def _idempotency_key(request: Request) -> str | None:
    if request.method != "POST" or (key := request.headers.get("idempotency-key")) is None:
        return None
    if not re.fullmatch(KEY, key):
        raise MalformedError("'Idempotency-Key' must be 1 to 255 visible ASCII characters.", code="malformed-key")
    return key


async def _fingerprint(request: Request) -> bytes:
    if request.method != "POST" or "idempotency-key" not in request.headers:
        return b""
    whole = f"{request.method} {request.scope['path']}\n".encode() + await request.body()
    return hashlib.sha256(whole).digest()


def _if_match(request: Request) -> int | None:
    if request.method not in CHANGES:
        return None
    header = request.headers.get("if-match")
    if header is None:
        raise PreconditionRequiredError("Send 'If-Match' with the ETag you read, so that no one else's change is lost.")
    match = re.fullmatch(ETAG, header.strip())
    if match is None:
        raise MalformedError(
            "'If-Match' must be an ETag as this service gave it, for example \"3\".", code="malformed-etag"
        )
    return int(match[3]) if match[3] else None
