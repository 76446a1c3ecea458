"""Machine clients over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import Admits, KeyInPath, Wanted
from services.councils.commands import clients
from services.councils.queries import clients as queries
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/clients", tags=["clients"])


@router.get("", response_model=Page[views.ClientView])
async def list_clients(
    call: Admits,
    wanted: Wanted,
    owner: Annotated[
        str | None, Query(min_length=1, max_length=100, description="'office', or a council's slug or GSS code")
    ] = None,
) -> Response:
    """List machine clients by id; a council's administrator is shown its own council's."""
    async with call.reading() as session:
        return shown(await queries.clients(session, call.caller, wanted, owner))


@router.post("", status_code=201, response_model=views.ClientWithSecretView)
async def register_client(call: Admits, wish: clients.RegisterClient) -> Response:
    """Register a client; its secret is shown in this answer and never again.

    A council's administrator (a client of the council with clients:write) makes clients of its own council, with
    scopes that it has itself, and with an id that begins with the council's slug.
    """
    return _once(created(await clients.register_client(call, wish)))


@router.get("/{client}", response_model=views.ClientView)
async def get_client(call: Admits, client: KeyInPath) -> Response:
    """Show a client, when its secrets were issued and last used, and what there is to warn of."""
    async with call.reading() as session:
        # always whole: when it was last used changes, and its version does not
        return shown(await queries.client(session, call.caller, client))


@router.post("/{client}/secrets", status_code=201, response_model=views.ClientWithSecretView)
async def issue_client_secret(call: Admits, client: KeyInPath, wish: clients.IssueSecret) -> Response:
    """Give a client another secret, shown once; the one before stays valid for a while, so that nothing stops.

    While the one before goes on in use, the client's `warnings` say so. `expires` moves the end of the client itself.
    """
    return _once(created(await clients.issue_secret(call, client, wish)))


@router.delete("/{client}", response_model=views.ClientView)
async def revoke_client(call: Admits, client: KeyInPath, request: Request) -> Response:
    """Revoke a client: it gets no token any more, and those it holds are refused.

    The last client of a council that can look after its clients is for the Office to revoke.
    """
    view = await clients.revoke_client(call, client)
    await request.app.state.tokens.reload()  # others hear of it; here it is so at once
    return shown(view)


def _once(answer: Response) -> Response:
    """Keep an answer that shows a secret out of every cache."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
