"""Taking one CloudEvent (1.0, structured or binary) that tells one fact; the same event again gets its first answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request
from sqlalchemy import text
from starlette.exceptions import HTTPException

from shared.database import Transaction
from shared.errors import InvalidError, MalformedError, refuse_field
from shared.imports import answers
from shared.imports.kinds import Kind, Reporter
from shared.imports.reports import Reports
from shared.imports.settling import Judged, judge, settle
from shared.web.calls import Call

STRUCTURED = "application/cloudevents+json"
MOST_BYTES = 500
"""How long an attribute may be in UTF-8: those that name an event stand in an index together."""
OUTCOMES = {"new": "recorded", "changed": "recorded", "known": "already-known", "conflict": "conflict"}

CLAIM = text("""INSERT INTO submission (owner, source, event, fingerprint, received_at)
                VALUES (:owner, :source, :event, :fingerprint, :at) ON CONFLICT DO NOTHING RETURNING 1""")
CLAIMED = text("""SELECT fingerprint, answer FROM submission
                  WHERE owner = :owner AND source = :source AND event = :event""")
ANSWER = text("""UPDATE submission SET answer = CAST(:answer AS jsonb)
                 WHERE owner = :owner AND source = :source AND event = :event""")


@dataclass(frozen=True, slots=True)
class Submitted:
    """A CloudEvent as somebody submits it."""

    id: str
    source: str
    type: str
    data: Any

    @property
    def fingerprint(self) -> bytes:
        whole = orjson.dumps([self.type, self.data], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(whole).digest()


async def submit(reports: Reports, call: Call, request: Request) -> answers.OutcomeView:
    """Take a CloudEvent in: what it tells is recorded, known already, or in conflict with what a person set."""
    event = await taken(request)
    kind = reports.kind_of_event(event.type)
    kind.refuse_without_scope(call.caller)
    # before it is known by what it says: data within data without end is no fact
    said = kind.take(event.data)
    reporter = Reporter(call.caller.client, call.caller.council, "event", event.source)
    async with call.transaction() as change:
        mine = {"owner": reporter.owner, "source": event.source, "event": event.id}
        claim = mine | {"fingerprint": event.fingerprint, "at": change.now}
        if (await change.connection.execute(CLAIM, claim)).first() is None:
            return await call.answer(change, await _again(change, mine, event))
        wish = kind.placed(said, reporter.council, await kind.names(change.session))
        (one,) = await judge(reports, kind, change.session, [wish], change.today, lock=True)
        if one.refusal is not None:
            raise one.refusal
        await settle(reports, kind, change, reporter, [one])
        view = _outcome(reports, kind, one)
        await change.connection.execute(ANSWER, mine | {"answer": view.model_dump_json()})
        return await call.answer(change, view)


def _outcome(reports: Reports, kind: Kind[Any], one: Judged[Any]) -> answers.OutcomeView:
    conflict = one.conflict if one.outcome == "conflict" else None
    return answers.OutcomeView.model_validate(
        {
            "outcome": OUTCOMES[one.outcome],
            "kind": kind.name,
            "fact": one.key,
            "conflict": f"{reports.base}/conflicts/{conflict.id}" if conflict else None,
        }
    )


async def _again(change: Transaction, mine: Mapping[str, str], event: Submitted) -> answers.OutcomeView:
    """Return the answer that an event got when it came first."""
    before = (await change.connection.execute(CLAIMED, mine)).one()
    if bytes(before.fingerprint) != event.fingerprint:
        refuse_field(
            "id",
            "event-id-reused",
            f"'{event.id}' of '{event.source}' told something else before; give each event its own",
        )
    return answers.OutcomeView.model_validate(before.answer)


async def taken(request: Request) -> Submitted:
    """Return the CloudEvent of a request, or refuse it by its attributes."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if media_type == STRUCTURED:
        whole = _json(body)
        if not isinstance(whole, dict):
            raise MalformedError("The body is no CloudEvent: it must be a JSON object with its attributes and 'data'.")
        if "data_base64" in whole:
            refuse_field("data_base64", "invalid", "is not taken; send 'data' as JSON")
        return _event(whole, whole.get("data"))
    if media_type == "application/json":
        named = {name[3:]: value for name, value in request.headers.items() if name.startswith("ce-")}
        if not named:
            refuse_field("ce-id", "invalid", f"is missing: send 'ce-' headers, or the whole event as {STRUCTURED}")
        return _event(named, _json(body))
    raise HTTPException(415, f"Send a CloudEvent as {STRUCTURED}, or its data as JSON with its attributes as headers")


def _event(attributes: Mapping[str, Any], data: Any) -> Submitted:
    for name in ("specversion", "id", "source", "type"):
        value = attributes.get(name)
        if not isinstance(value, str) or not value.isprintable() or not 1 <= len(value.encode()) <= MOST_BYTES:
            refuse_field(name, "invalid", f"must be text of 1 to {MOST_BYTES} bytes in UTF-8; CloudEvents needs it")
    if attributes["specversion"] != "1.0":
        refuse_field("specversion", "invalid", "must be 1.0")
    if not isinstance(data, dict):
        raise InvalidError("data: must be an object with named fields.", code="invalid")
    return Submitted(attributes["id"], attributes["source"], attributes["type"], data)


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedError("The body is not valid JSON.") from error
