"""The form for a new subscription: tried on what was said before, and made when it looks right."""

from typing import Any

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import Response

from services.notifications.api.pages import one as one_page
from services.notifications.api.pages.showing import HOME, Writer, go_on, new_word, once, own_router, show
from services.notifications.api.previews import PreviewWish, preview
from services.notifications.commands.subscriptions import MakeSubscription, make_subscription
from services.notifications.pages import previewed, wishes
from services.notifications.webhooks import webhooks_of
from shared.errors import RefusedError
from shared.pages.forms import Errors, Form, complaints, is_told_in_form, read_form
from shared.web.calls import Call, RepeatedError

router = own_router()
NEW = f"{HOME}/new"


@router.api_route(NEW, methods=["GET", "HEAD"])
async def show_form(call: Writer) -> Response:
    """Show the form for a new subscription."""
    return _form(call, wishes.EMPTY)


@router.post(NEW)
async def make(call: Writer, request: Request) -> Response:
    """Make a subscription, or show what its filter lets through."""
    form = await read_form(request)
    try:
        if form.text("action") == "preview":
            return await _preview(call, form)
        given, errors = wishes.subscription(form)
        if errors:
            return _form(call, form, errors, status=422)
        most, hooks = request.app.state.settings.subscriptions_per_council, webhooks_of(request.app)
        made = await make_subscription(once(call, form), MakeSubscription.model_validate(given), hooks, most=most)
    except RepeatedError as before:
        return go_on(f"{HOME}/{before.answer['id']}?done=made")
    except ValidationError as error:
        return _form(call, form, complaints(error, wishes.LABELS), status=422)
    except RefusedError as error:
        if not is_told_in_form(error):
            raise
        return _form(call, form, complaints(error, wishes.LABELS), status=error.status)
    return await one_page.page(call, made.id, made=made, done="The subscription was made.")


async def _preview(call: Call, form: Form) -> Response:
    given, errors = wishes.wants(form)
    if errors:
        return _form(call, form, errors, status=422)
    wish = PreviewWish.model_validate(given | {"body": form.text("body") or "full"})
    return _form(call, form, found=previewed.shown(await preview(call, wish, call.caller.council)))


def _form(call: Call, form: Form, errors: Errors | None = None, *, status: int = 200, found: Any = None) -> Response:
    return show(
        call,
        "new.html",
        status=status,
        form=form,
        errors=errors or [],
        found=found,
        once=form.text("once") or new_word(),
        roads=wishes.ROADS,
        starts=wishes.STARTS,
        modes=wishes.MODES,
        bodies=wishes.BODIES,
        signatures=wishes.SIGNATURES,
    )
