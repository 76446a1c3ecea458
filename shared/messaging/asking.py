"""Asking another service and answering it, over core NATS: for what must be known at this moment and kept by nobody.

A question is a request on `ask.<service>.<question>`, which is on no stream. Every replica of the service listens, and
one of them answers. Who may ask, the server says (deploy/nats/nats.conf); an answer goes to the inbox of a service
that may, and nowhere else.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from pydantic import BaseModel, ValidationError

from shared.database import Database, Transaction
from shared.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RefusedError,
    UnavailableError,
)
from shared.outbox.record import Cause, new_id

log = structlog.get_logger()

PREFIX = "ask"
ANSWER_SECONDS = 2.0
REFUSALS: dict[int, type[RefusedError]] = {
    kind.status: kind for kind in (ForbiddenError, NotFoundError, ConflictError, InvalidError, UnavailableError)
}

Reply = Callable[[Transaction, Any, str], Awaitable[BaseModel]]
"""Answers a question, in a transaction of its own, to the service that is named; or refuses it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answers: its name for the question, what is asked in it, how, and which services may ask."""

    question: str
    asked: type[BaseModel]
    reply: Reply
    askers: frozenset[str]


class Answering:
    """Answers what one service is asked, on whichever connection it has."""

    def __init__(self, name: str, answers: Sequence[Answer], database: Database) -> None:
        self._name, self._answers, self._database = name, answers, database
        self._listens_on: Client | None = None

    async def listen(self, client: Client) -> None:
        """Listen on a connection, if that was not done before; the client itself does so again after a break."""
        if client is self._listens_on:
            return
        for answer in self._answers:
            await client.subscribe(subject_of(self._name, answer.question), queue=self._name, cb=self._heard(answer))
        self._listens_on = client

    def _heard(self, answer: Answer) -> Callable[[Msg], Awaitable[None]]:
        async def heard(message: Msg) -> None:
            asker = _asker(message.reply)
            if asker not in answer.askers:
                # an inbox is proof enough of who asks: the server lets nobody else listen there
                log.warning("a question came from somebody who may not ask it", question=answer.question, asker=asker)
                return
            try:
                await message.respond(await self._answered(answer, message.data, asker))
            except (NatsError, OSError) as error:
                log.info("an answer could not be sent", question=answer.question, error=type(error).__name__)

        return heard

    async def _answered(self, answer: Answer, data: bytes, asker: str) -> bytes:
        try:
            asked = answer.asked.model_validate_json(data)
            cause = Cause(f"service:{asker}", str(new_id()))
            async with self._database.transaction(cause) as change:
                said = await answer.reply(change, asked, asker)
        except ValidationError:
            return _refused(InvalidError("The question cannot be read.", code="malformed-question"))
        except RefusedError as error:
            return _refused(error)
        except Exception as error:  # noqa: BLE001 - whoever asks is told, and asks again; what was asked is not logged
            log.error("a question could not be answered", question=answer.question, error=type(error).__name__)  # noqa: TRY400 - a traceback may quote what is asked
            return _refused(UnavailableError("The question could not be answered just now."))
        return orjson.dumps({"answer": said.model_dump(mode="json")})


async def ask(client: Client | None, service: str, question: str, asked: BaseModel, *, seconds: float) -> Any:
    """Ask a service, and return its answer as plain JSON; raise its refusal, or that it is away, in time."""
    away = UnavailableError(
        f"The service '{service}' does not answer just now; ask again later.", code=f"{service}-away"
    )
    if client is None or not client.is_connected:
        raise away
    try:
        async with asyncio.timeout(seconds):
            message = await client.request(
                subject_of(service, question), asked.model_dump_json().encode(), timeout=seconds
            )
    except (NoRespondersError, TimeoutError, NatsError, OSError) as error:
        raise away from error
    document = orjson.loads(message.data)
    refused = document.get("refused")
    if refused is not None:
        raise REFUSALS.get(refused["status"], UnavailableError)(refused["detail"], code=refused["code"])
    return document["answer"]


def subject_of(service: str, question: str) -> str:
    """Return the subject on which a service is asked something."""
    return f"{PREFIX}.{service}.{question}"


def _asker(inbox: str) -> str:
    match = re.fullmatch(r"_INBOX_([a-z]+)\..+", inbox)
    return match[1] if match else ""


def _refused(error: RefusedError) -> bytes:
    return orjson.dumps({"refused": {"status": error.status, "code": error.code, "detail": error.detail}})
