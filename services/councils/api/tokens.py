"""The token endpoint: OAuth 2.0 client credentials over HTTP, with the errors that RFC 6749 asks for."""

from typing import Any

import structlog
from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from services.councils.commands.uses import Use, uses_of
from services.councils.domain import tokens
from services.councils.domain.tokens import MAX_FORM_BYTES, TOKEN_SECONDS, TokenRefusedError
from services.councils.queries import tokens as queries
from shared.web.resources import shown

log = structlog.get_logger()
router = APIRouter(tags=["tokens"])


class TokenView(BaseModel):
    """An access token; send it as `Authorization: Bearer …`."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the type's name, no password
    expires_in: int = TOKEN_SECONDS
    scope: str


class TokenErrorView(BaseModel):
    """Why there is no token."""

    error: tokens.Error
    error_description: str


FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["grant_type"],
                    "properties": {
                        "grant_type": {"type": "string", "enum": ["client_credentials"]},
                        "scope": {
                            "type": "string",
                            "description": "separated by spaces; all it has if left out",
                        },
                        "client_id": {"type": "string", "description": "unless sent by HTTP Basic"},
                        "client_secret": {"type": "string", "description": "unless sent by HTTP Basic"},
                    },
                }
            }
        },
    }
}


@router.post(
    "/oauth/token",
    response_model=TokenView,
    responses={status: {"model": TokenErrorView} for status in (400, 401, 413)},
    openapi_extra=FORM,
)
async def issue_token(request: Request) -> Response:
    """Give a client an access token for 15 minutes, or less if the client ends sooner.

    It proves itself by HTTP Basic, or by id and secret in the form.
    """
    try:
        asked = tokens.read(
            request.headers.get("authorization"), request.headers.get("content-type", ""), await body_of(request)
        )
        made = await queries.token(request.app.state.database, asked, request.app.state.settings.public_url)
    except TokenRefusedError as refused:
        log.info("a token was refused", error=refused.error, reason=refused.description, client=refused.client_id)
        return _refusal(refused)
    if made.fresh:
        uses_of(request.app).keep(Use(made.secret.id, made.secret.client_id, made.at))
    return _uncached(shown(TokenView(access_token=made.text, expires_in=made.seconds, scope=" ".join(made.scopes))))


async def body_of(request: Request) -> bytes:
    """Return the body, or as much as shows that it is too large: the rest is not read."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            break
    return body


def _refusal(refused: TokenRefusedError) -> Response:
    view = TokenErrorView(error=refused.error, error_description=refused.description)
    answer = shown(view, status=refused.status)
    if refused.error == "invalid_client":
        answer.headers["WWW-Authenticate"] = 'Basic realm="partnership", charset="UTF-8"'
    return _uncached(answer)


def _uncached(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Pragma"] = "no-cache"
    return answer
