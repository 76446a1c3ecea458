"""Signing in by browser: a client proves itself by a form, and gets its token in a cookie that no script can read."""

from typing import Annotated

import structlog
from fastapi import Query, Request
from starlette.responses import RedirectResponse, Response

from services.councils.api.tokens import body_of
from services.councils.commands.uses import Use, uses_of
from services.councils.domain import tokens
from services.councils.domain.tokens import TOKEN_SECONDS, SignIn, TokenRefusedError
from services.councils.pages.render import PAGES
from services.councils.queries import tokens as queries
from shared.auth import SIGN_IN, SIGN_OUT
from shared.pages.answers import NOT_KEPT
from shared.pages.rendering import FORM_HEADERS
from shared.pages.routes import HTML, pages_router
from shared.web import sessions

log = structlog.get_logger()
router = pages_router(PAGES)

Errors = list[tuple[str, str]]


@router.api_route(SIGN_IN, methods=["GET", "HEAD"])
async def show_sign_in(
    following: Annotated[str | None, Query(alias="next", max_length=sessions.MAX_ADDRESS)] = None,
    *,
    unsaved: bool = False,
    signed_out: bool = False,
) -> Response:
    """Show the form to sign in."""
    return _page(sessions.local(following), unsaved=unsaved, signed_out=signed_out)


@router.post(SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Let a client in by its id and secret, or say in the form that it is not let in, and never why."""
    wish = SignIn("", "", "")
    state = request.app.state
    try:
        wish = tokens.signing_in(request.headers.get("content-type", ""), await body_of(request))
        missing = _missing(wish)
        if missing:
            return _page(sessions.local(wish.next), wish.client_id, missing, status=422)
        made = await queries.token(state.database, wish.asked, state.settings.public_url)
    except TokenRefusedError as refused:
        log.info("a sign-in was refused", error=refused.error, reason=refused.description, client=refused.client_id)
        return _page(sessions.local(wish.next), wish.client_id, [_why(refused)], status=refused.status)
    if made.fresh:
        uses_of(request.app).keep(Use(made.secret.id, made.secret.client_id, made.at))
    answer = RedirectResponse(sessions.local(wish.next), status_code=303, headers={"Cache-Control": NOT_KEPT})
    return sessions.keep(answer, made.text, made.seconds, state.settings.public_url)


@router.post(SIGN_OUT)
async def sign_out(request: Request) -> Response:
    """Take the cookie away."""
    answer = RedirectResponse(f"{SIGN_IN}?signed_out=true", status_code=303, headers={"Cache-Control": NOT_KEPT})
    return sessions.keep(answer, "", 0, request.app.state.settings.public_url)


def _missing(wish: SignIn) -> Errors:
    errors: Errors = []
    if not wish.client_id:
        errors.append(("client_id", "Enter the client id"))
    if not wish.secret:
        errors.append(("client_secret", "Enter the client secret"))
    return errors


def _why(refused: TokenRefusedError) -> tuple[str, str]:
    if refused.error == "invalid_scope":
        return "client_id", "This client may not read events, which these pages show: it needs the scope events:read"
    if refused.error == "invalid_client":
        return "client_id", "The client is not known, or its secret is not valid"
    return "", refused.description


def _page(
    following: str,
    client_id: str = "",
    errors: Errors | None = None,
    *,
    status: int = 200,
    unsaved: bool = False,
    signed_out: bool = False,
) -> Response:
    body = PAGES.page(
        "sign_in.html",
        next=following,
        client_id=client_id,
        errors=errors or [],
        unsaved=unsaved,
        signed_out=signed_out,
        minutes=TOKEN_SECONDS // 60,
    )
    headers = FORM_HEADERS | {"Cache-Control": NOT_KEPT}
    return Response(body, status_code=status, media_type=HTML, headers=headers)
