"""Signing keys over HTTP: for operators under /clients/keys, and the public parts for anybody who verifies a token."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import Admits
from services.councils.commands import keys
from services.councils.domain.clients import refuse_councils
from services.councils.queries import clients, tokens
from shared.web.resources import Page, View, created, shown

router = APIRouter(tags=["clients"])
# shorter than a new key's notice, so that whoever caches this has every key before it signs
CACHE_SECONDS = 15


class Jwks(View):
    """Public keys, as RFC 7517 has them."""

    keys: list[dict[str, str]]


@router.get("/.well-known/jwks.json", response_model=Jwks, tags=["tokens"])
async def get_jwks(request: Request) -> Response:
    """Give the public keys that verify access tokens."""
    async with request.app.state.database.reading() as session:
        answer = shown(Jwks(keys=await tokens.jwks(session)))
    answer.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return answer


@router.get("/api/v1/clients/keys", response_model=Page[views.KeyView])
async def list_signing_keys(call: Admits) -> Response:
    """List the keys that sign access tokens, newest first; for the Office."""
    refuse_councils(call.caller)
    async with call.reading() as session:
        return shown(await clients.keys(session))


@router.post("/api/v1/clients/keys/rotate", status_code=201, response_model=views.KeyView)
async def rotate_signing_key(call: Admits, request: Request) -> Response:
    """Publish a new signing key: it signs once it is known everywhere; the old one verifies until its tokens end."""
    refuse_councils(call.caller)
    view = await keys.rotate_keys(call, keys.NOTICE * request.app.state.settings.time_scale)
    await request.app.state.tokens.reload()
    return created(view)


@router.get("/api/v1/clients/keys/{kid}", response_model=views.KeyView)
async def get_signing_key(call: Admits, kid: Annotated[str, Path(max_length=100)], request: Request) -> Response:
    """Show a signing key; for the Office."""
    refuse_councils(call.caller)
    async with call.reading() as session:
        return shown(await clients.key(session, kid), request)
