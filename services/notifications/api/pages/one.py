"""The page of one subscription: how it stands and what to do about it, its endpoint, keys and wants."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from services.notifications import views
from services.notifications.api.pages.showing import HOME, Id, Reader, Writer, done_of, go_on, own_router, show
from services.notifications.api.previews import PreviewWish, preview
from services.notifications.commands import pausing, subscriptions
from services.notifications.pages import contacts, delivered, previewed, secrets, words
from services.notifications.queries import beside
from services.notifications.queries import deliveries as log
from services.notifications.reads import subscriptions as read
from shared.errors import RefusedError
from shared.pages.forms import Errors, is_told_in_form
from shared.web.calls import Call

router = own_router()
ONE = HOME + "/{subscription}"

Command = Callable[[Call, str], Awaitable[object]]


async def subscription_of(call: Call, subscription: str) -> views.SubscriptionView:
    """Return a subscription of the caller's, for a page; another's is not there."""
    async with call.reading() as session:
        return await read.view(session, await read.get(session, call.caller, subscription))


@router.api_route(ONE, methods=["GET", "HEAD"])
async def show_subscription(call: Reader, subscription: Id, done: str = "") -> Response:
    """Show one subscription."""
    return await page(call, subscription, done=done_of(done))


@router.api_route(ONE + "/preview", methods=["GET", "HEAD"])
async def show_preview(call: Reader, subscription: Id) -> Response:
    """Show what a subscription would have brought."""
    one = await subscription_of(call, subscription)
    body = one.webhook.body if one.webhook is not None else "full"
    wish = PreviewWish.model_validate({"types": one.types, "filters": one.filters, "body": body})
    return show(call, "preview.html", one=one, found=previewed.shown(await preview(call, wish, one.council)))


@router.post(ONE + "/pause")
async def pause(call: Writer, subscription: Id) -> Response:
    """Let events wait."""
    return await carry_out(call, subscription, pausing.pause_subscription, "paused")


@router.post(ONE + "/resume")
async def resume(call: Writer, subscription: Id) -> Response:
    """Let events go out again."""
    return await carry_out(call, subscription, pausing.resume_subscription, "resumed")


@router.api_route(ONE + "/end", methods=["GET", "HEAD"])
async def ask_to_end(call: Reader, subscription: Id) -> Response:
    """Ask whether it is meant."""
    return await _ask_to_end(call, subscription)


@router.post(ONE + "/end")
async def end(call: Writer, subscription: Id) -> Response:
    """End a subscription for good."""
    try:
        await subscriptions.end_subscription(call, subscription)
    except RefusedError as error:
        if not is_told_in_form(error):
            raise
        return await _ask_to_end(call, subscription, [("", error.detail)], status=error.status)
    return go_on(f"{HOME}?done=ended")


async def page(
    call: Call,
    subscription: str,
    *,
    errors: Errors | None = None,
    status: int = 200,
    done: str = "",
    made: views.SubscriptionView | None = None,
) -> Response:
    """Return the page of a subscription; what was `made` just now shows its secrets, this once."""
    async with call.reading() as session:
        one = await read.view(session, await read.get(session, call.caller, subscription))
        mails = await beside.mails(session, subscription)
        stands = await log.health(session, call.caller, subscription) if one.road == "webhook" else None
    now = call.database.clock.now()
    return show(
        call,
        "subscription.html",
        status=status,
        one=one,
        errors=errors or [],
        done=done,
        secrets=secrets.shown(made),
        keys=secrets.keys(one),
        asked=secrets.asked(one),
        standing=words.standing(one.state, one.cause, one.road),
        stands=stands,
        oldest=words.oldest(stands.oldest_waiting, now) if stands else "",
        health=delivered.health(stands, now) if stands else "",
        contacts=contacts.shown(one.council, mails),
        states=words.STATES,
        began=words.began(one.start),
    )


async def carry_out(call: Call, subscription: str, command: Command, word: str) -> Response:
    """Carry out a command that has a button on the page; what refuses it is told there."""
    try:
        await command(call, subscription)
    except RefusedError as error:
        if not is_told_in_form(error):
            raise
        return await page(call, subscription, errors=[("", error.detail)], status=error.status)
    return go_on(f"{HOME}/{subscription}?done={word}")


async def _ask_to_end(call: Call, subscription: str, errors: Errors | None = None, *, status: int = 200) -> Response:
    one = await subscription_of(call, subscription)
    sentences = [
        "It sends nothing any more, and cannot be started again. What waits is not sent.",
        "Its deliveries can be looked at for 90 days. To stop for a while only, pause it instead.",
    ]
    return show(
        call,
        "confirm.html",
        status=status,
        one=one,
        errors=errors or [],
        question=f"End {one.name}?",
        here_called="End",
        sentences=sentences,
        action=f"{HOME}/{one.id}/end",
        keeps=[],
        button="End the subscription",
        kind="warning",
    )
