"""Sending the deliveries of a period again: counted first, and sent when somebody has seen how many that is."""

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import Response

from services.notifications import views
from services.notifications.api.pages.one import subscription_of
from services.notifications.api.pages.showing import HOME, Id, Writer, go_on, own_router, show
from services.notifications.commands import deliveries
from services.notifications.commands.deliveries import RecoverDeliveries
from services.notifications.pages import words
from shared.errors import RefusedError
from shared.pages.forms import Errors, Form, complaints, is_told_in_form, read_form
from shared.web.calls import Call

router = own_router()
RECOVER = HOME + "/{subscription}/recover"
LABELS = {"from": ("from", "From"), "to": ("to", "Until"), "states": ("states", "Which")}
STATES = (
    ("given-up", "Given up", ""),
    ("skipped", "Skipped", ""),
    ("delivered", "Delivered", "Your receiver gets them once more, under the same ids"),
)
MISSING = {"from": "Enter from when on", "to": "Enter until when"}
LOST = ("given-up", "skipped")


@router.api_route(RECOVER, methods=["GET", "HEAD"])
async def ask_for_period(call: Writer, subscription: Id) -> Response:
    """Ask which deliveries are to be sent again."""
    return await _page(call, subscription, Form([("states", one) for one in LOST]))


@router.post(RECOVER)
async def recover(call: Writer, subscription: Id, request: Request) -> Response:
    """Count the deliveries of a period; or send them again, once that was seen."""
    form = await read_form(request)
    sure = form.text("sure") == "yes"
    missing = [
        (name, f"Enter when: {label}") for name, label in (("from", "from"), ("to", "until")) if not form.text(name)
    ]
    if missing or not form.every("states"):
        return await _page(call, subscription, form, missing or [("states", "Choose which deliveries")], status=422)
    try:
        wish = RecoverDeliveries.model_validate(
            {
                "from": _utc(form.text("from")),
                "to": _utc(form.text("to")),
                "states": form.every("states"),
                "dry_run": not sure,
            }
        )
        found = await deliveries.recover_deliveries(call, subscription, wish)
    except ValidationError as error:
        return await _page(call, subscription, form, complaints(error, LABELS), status=422)
    except RefusedError as error:
        if not is_told_in_form(error):
            raise
        return await _page(call, subscription, form, complaints(error, LABELS), status=error.status)
    if sure:
        return go_on(f"{HOME}/{subscription}?done=recovered")
    return await _counted(call, subscription, form, found)


async def _page(
    call: Call, subscription: str, form: Form, errors: Errors | None = None, *, status: int = 200
) -> Response:
    return show(
        call,
        "recover.html",
        status=status,
        one=await subscription_of(call, subscription),
        errors=errors or [],
        form=form,
        counted=False,
        options=STATES,
        question="Send the deliveries of a period again",
        here_called="Send again",
        sentences=["First they are counted. Nothing is sent before you have seen how many there are."],
        action=f"{HOME}/{subscription}/recover",
        keeps=[],
        button="Count them",
        kind="",
    )


async def _counted(call: Call, subscription: str, form: Form, found: views.RecoveredView) -> Response:
    """Show how many there are, with the button that sends them; none needs no button."""
    parts = [f"{count:,} {words.DELIVERIES[state].word.lower()}" for state, count in found.by_state.items() if count]
    told = f"{words.many(found.deliveries, 'delivery', 'deliveries')} would be sent again"
    sentences = [
        f"{told}: {', '.join(parts)}." if parts else "There is no such delivery in this period.",
        f"Planned from {words.moment(found.first)} until {words.moment(found.last)}.",
        "Each goes out under the id it had, so that a receiver which has it already can drop it.",
        "Those about the same thing go in their order.",
    ]
    return show(
        call,
        "recover.html",
        one=await subscription_of(call, subscription),
        errors=[],
        form=form,
        counted=True,
        options=STATES,
        question="Send them again?" if found.deliveries else "Nothing to send again",
        here_called="Send again",
        sentences=sentences,
        action=f"{HOME}/{subscription}/recover",
        keeps=[*form.fields, ("sure", "yes")] if found.deliveries else [],
        button=f"Send {words.many(found.deliveries, 'delivery', 'deliveries')} again" if found.deliveries else "",
        kind="",
    )


def _utc(word: str) -> str:
    """Return a browser's moment, which has no zone, as one of ours."""
    return word if word.endswith("Z") else f"{word}:00Z" if word.count(":") == 1 else f"{word}Z"
