"""The delivery log as pages: what waits, what arrived, every attempt with request and answer, and once more."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Query
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.pages.one import subscription_of
from services.notifications.api.pages.showing import HOME, Id, Reader, Writer, done_of, go_on, own_router, show
from services.notifications.commands import deliveries
from services.notifications.pages import attempts, delivered, words
from services.notifications.queries import beside
from services.notifications.queries import deliveries as log
from shared.errors import NotFoundError, RefusedError
from shared.pages.forms import Errors, is_told_in_form
from shared.web.calls import Call
from shared.web.resources import PageWanted

router = own_router()
LIST = HOME + "/{subscription}/deliveries"
Wanted = Annotated[PageWanted, Depends()]
State = Literal["", "waiting", "delivered", "given-up", "skipped"]


@router.api_route(LIST, methods=["GET", "HEAD"])
async def show_deliveries(
    call: Reader, subscription: Id, wanted: Wanted, state: Annotated[State, Query()] = "", done: str = ""
) -> Response:
    """Show deliveries of a subscription, the newest first."""
    one = await subscription_of(call, subscription)
    async with call.reading() as session:
        found = await log.deliveries(session, call.caller, wanted, subscription=subscription, state=state or None)
        types = await beside.types(session, [row.event_id for row in found.items])
    return show(
        call,
        "deliveries.html",
        one=one,
        done=done_of(done),
        state=state,
        states=words.STATES,
        caption=delivered.CAPTIONS[state],
        rows=[delivered.delivery(row, types.get(row.event_id)) for row in found.items],
        following=found.next,
    )


@router.api_route(LIST + "/{delivery}", methods=["GET", "HEAD"])
async def show_delivery(call: Reader, subscription: Id, delivery: UUID, wanted: Wanted, done: str = "") -> Response:
    """Show one delivery and every attempt at it."""
    return await _page(call, subscription, delivery, wanted, done=done_of(done))


@router.post(LIST + "/{delivery}/resend")
async def resend(call: Writer, subscription: Id, delivery: UUID, wanted: Wanted) -> Response:
    """Send a delivery again."""
    return await _act(call, subscription, delivery, wanted, deliveries.resend_delivery, "resent")


@router.post(LIST + "/{delivery}/give-up")
async def give_up(call: Writer, subscription: Id, delivery: UUID, wanted: Wanted) -> Response:
    """Let the lane go on without a delivery."""
    return await _act(call, subscription, delivery, wanted, deliveries.give_up_delivery, "given-up")


async def _act(call: Call, subscription: str, delivery: UUID, wanted: PageWanted, command: Any, word: str) -> Response:
    await _found(call, subscription, delivery)
    try:
        await command(call, delivery)
    except RefusedError as error:
        if not is_told_in_form(error):
            raise
        return await _page(call, subscription, delivery, wanted, errors=[("", error.detail)], status=error.status)
    return go_on(f"{HOME}/{subscription}/deliveries/{delivery}?done={word}")


async def _found(call: Call, subscription: str, delivery: UUID) -> views.DeliveryView:
    async with call.reading() as session:
        row = await log.delivery(session, call.caller, delivery)
    if row.subscription != subscription:
        raise NotFoundError(f"There is no delivery '{delivery}' of this subscription.")
    return row


async def _page(
    call: Call,
    subscription: str,
    delivery: UUID,
    wanted: PageWanted,
    *,
    errors: Errors | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    one = await subscription_of(call, subscription)
    row = await _found(call, subscription, delivery)
    async with call.reading() as session:
        types = await beside.types(session, [row.event_id])
        tried = await log.attempts(session, call.caller, wanted, delivery)
    return show(
        call,
        "delivery.html",
        status=status,
        one=one,
        errors=errors or [],
        done=done,
        row=delivered.delivery(row, types.get(row.event_id)),
        attempts=[attempts.shown(number, found) for number, found in enumerate(tried.items, 1)],
        following=None if errors else tried.next,
    )
