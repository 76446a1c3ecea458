"""What every page of a signed-in client has: who it is, and that no cache keeps it."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Path
from starlette.responses import RedirectResponse, Response

from services.notifications.pages.render import PAGES
from shared.pages.answers import NOT_KEPT
from shared.pages.forms import Form
from shared.pages.rendering import FORM_HEADERS
from shared.pages.routes import HTML, pages_router
from shared.web.calls import Call, requires

HOME = "/subscriptions"
SEE_OTHER = 303

Reader = Annotated[Call, Depends(requires("events:read"))]
Writer = Annotated[Call, Depends(requires("subscriptions:write"))]
Id = Annotated[str, Path(max_length=200)]


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, and until when."""

    client: str
    owner: str
    may_change: bool
    until: datetime

    @classmethod
    def of(cls, call: Call) -> "Who":
        caller = call.caller
        return cls(
            caller.client,
            "the Digital Office" if caller.council is None else caller.council,
            "subscriptions:write" in caller.scopes,
            datetime.fromtimestamp(caller.expires, UTC),
        )


def own_router() -> APIRouter:
    """Return a router for pages of signed-in clients."""
    return pages_router(PAGES)


def show(call: Call, template: str, *, status: int = 200, **values: Any) -> Response:
    """Return a page for one client, which nobody keeps."""
    body = PAGES.page(template, who=Who.of(call), **values)
    return Response(body, status_code=status, media_type=HTML, headers=FORM_HEADERS | {"Cache-Control": NOT_KEPT})


def once(call: Call, form: Form) -> Call:
    """Return the call for a form that must not be carried out twice, however often a browser sends it."""
    word = form.text("once")
    if not re.fullmatch("[0-9a-f]{32}", word):
        return call
    return replace(call, key=f"form-{word}", fingerprint=hashlib.sha256(repr(form.fields).encode()).digest())


def new_word() -> str:
    """Return the word by which one form is known."""
    return uuid4().hex


def go_on(address: str) -> Response:
    """Send a browser on after something was done, so that loading the page again does not do it again."""
    return RedirectResponse(address, status_code=SEE_OTHER, headers={"Cache-Control": NOT_KEPT})


DONE = {
    "made": "The subscription was made.",
    "paused": "It is paused. Events wait, and nothing is lost.",
    "resumed": "It goes on: events go out again, in their order.",
    "ended": "The subscription was ended.",
    "resent": "It is sent again, at its turn.",
    "given-up": "It was given up. What comes after it in its aggregate goes on.",
    "recovered": "The deliveries of that period are sent again, each at its turn.",
    "agreed": "The endpoint agreed. Events go out as they come.",
    "keyed": "This form was sent before: the new key was made then, and its secret shown then.",
    "tested": "The test event was sent; what was answered stands here.",
}
"""What was done, by the word that an address has for it: no address can make a page say anything else."""


def done_of(word: str) -> str:
    """Return what a page says was done."""
    return DONE.get(word, "")
