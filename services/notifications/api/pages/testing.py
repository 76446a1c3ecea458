"""Sending a test event by a form: of any type, in its real shape; what the endpoint answered is shown at once."""

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.pages.one import subscription_of
from services.notifications.api.pages.showing import HOME, Id, Writer, own_router, show
from services.notifications.commands.testing import SendTest, send_test
from services.notifications.pages import attempts
from services.notifications.webhooks import webhooks_of
from shared.errors import RefusedError
from shared.pages.forms import Errors, Form, complaints, is_told_in_form, read_form
from shared.web.calls import Call

router = own_router()
TEST = HOME + "/{subscription}/test"
LABELS = {"type": ("type", "Event type")}


@router.api_route(TEST, methods=["GET", "HEAD"])
async def ask_for_type(call: Writer, subscription: Id) -> Response:
    """Ask of which type the test is to be."""
    return await _page(call, subscription, Form())


@router.post(TEST)
async def test(call: Writer, subscription: Id, request: Request) -> Response:
    """Send a test event, and show what came of it."""
    form = await read_form(request)
    if not form.text("type"):
        return await _page(call, subscription, form, [("type", "Enter an event type")], status=422)
    try:
        wish = SendTest.model_validate({"type": form.text("type")})
        attempt = await send_test(call, webhooks_of(request.app), subscription, wish)
    except ValidationError as error:
        return await _page(call, subscription, form, complaints(error, LABELS), status=422)
    except RefusedError as error:
        if not is_told_in_form(error):
            raise
        return await _page(call, subscription, form, complaints(error, LABELS), status=error.status)
    return await _page(call, subscription, form, attempt=attempt)


async def _page(
    call: Call,
    subscription: str,
    form: Form,
    errors: Errors | None = None,
    *,
    status: int = 200,
    attempt: views.AttemptView | None = None,
) -> Response:
    one = await subscription_of(call, subscription)
    known = one.types[0] if one.types else ""
    return show(
        call,
        "test.html",
        status=status,
        one=one,
        errors=errors or [],
        form=form,
        known=known,
        attempt=attempts.shown(1, attempt) if attempt else None,
        question="Send a test event",
        here_called="Test event",
        sentences=[
            "It is made up, in the real shape of its type, marked as a test, and signed like any other.",
            "It is sent once, and counts neither for nor against your endpoint.",
        ],
        action=f"{HOME}/{subscription}/test",
        keeps=[],
        button="Send it",
        kind="",
    )
