"""Keys and agreement of an endpoint: another key with an overlap, shown once, and asking the endpoint again."""

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import Response

from services.notifications.api.pages import one as one_page
from services.notifications.api.pages.showing import HOME, Id, Writer, go_on, new_word, once, own_router, show
from services.notifications.commands.agreements import agree
from services.notifications.commands.secrets import IssueSecrets, issue_secrets
from services.notifications.webhooks import webhooks_of
from shared.errors import RefusedError
from shared.pages.forms import Errors, Form, complaints, is_told_in_form, read_form
from shared.web.calls import Call, RepeatedError

router = own_router()
KEYS = HOME + "/{subscription}/secrets"
OVERLAPS = (
    ("0", "At once", "If the old key leaked: what is signed with it alone is refused from now on"),
    ("3600", "An hour from now", ""),
    ("86400", "A day from now", ""),
    ("604800", "A week from now", ""),
)
KINDS = (
    ("", "All that it is signed with", ""),
    ("hmac", "The shared secret (HMAC)", ""),
    ("ed25519", "Our private key (ed25519)", ""),
)
LABELS = {"old_valid_for_seconds": ("overlap", "The old key ends"), "kind": ("kind", "Which key")}
EMPTY = Form([("overlap", "86400"), ("kind", "")])


@router.api_route(KEYS, methods=["GET", "HEAD"])
async def ask_for_key(call: Writer, subscription: Id) -> Response:
    """Ask when the old key is to end."""
    return await _form(call, subscription, EMPTY)


@router.post(KEYS)
async def make_key(call: Writer, subscription: Id, request: Request) -> Response:
    """Make another key, and show its secret this once."""
    form = await read_form(request)
    given = {"kind": form.text("kind") or None}
    try:
        seconds = int(form.text("overlap"))
        wish = IssueSecrets.model_validate(given | {"old_valid_for_seconds": seconds})
        made = await issue_secrets(once(call, form), webhooks_of(request.app), subscription, wish)
    except RepeatedError:
        return go_on(f"{HOME}/{subscription}?done=keyed")
    except ValidationError as error:
        return await _form(call, subscription, form, complaints(error, LABELS), status=422)
    except ValueError:
        return await _form(call, subscription, form, [("overlap", "Choose when the old key ends")], status=422)
    except RefusedError as error:
        if not is_told_in_form(error):
            raise
        return await _form(call, subscription, form, complaints(error, LABELS), status=error.status)
    return await one_page.page(call, subscription, made=made, done="Webhooks are signed with a new key.")


@router.post(HOME + "/{subscription}/agreement")
async def ask_endpoint(call: Writer, subscription: Id, request: Request) -> Response:
    """Ask the endpoint again whether it wants these webhooks."""

    async def asked(caller: Call, which: str) -> object:
        return await agree(caller, webhooks_of(request.app), which)

    return await one_page.carry_out(call, subscription, asked, "agreed")


async def _form(
    call: Call, subscription: str, form: Form, errors: Errors | None = None, *, status: int = 200
) -> Response:
    return show(
        call,
        "keys.html",
        status=status,
        one=await one_page.subscription_of(call, subscription),
        errors=errors or [],
        form=form,
        overlaps=OVERLAPS,
        kinds=KINDS,
        question="Make a new key",
        here_called="New key",
        sentences=[
            "Until the old key ends, each webhook is signed with both. Give the new one to your receiver before then.",
        ],
        action=f"{HOME}/{subscription}/secrets",
        keeps=[("once", form.text("once") or new_word())],
        button="Make a new key",
        kind="",
    )
