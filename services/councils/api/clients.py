"""Machine clients over HTTP."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.councils import views
from services.councils.api.depends import Admits, KeyInPath, Wanted
from services.councils.commands import clients
from services.councils.queries import clients as queries
from shared.web.resources import Page, created, shown

router = APIRouter(prefix="/api/v1/clients", tags=["clients"])


@router.get("", response_model=Page[views.ClientView])
async def list_clients(call: Admits, wanted: Wanted) -> Response:
    """List machine clients by id."""
    async with call.reading() as session:
        return shown(await queries.clients(session, wanted))


@router.post("", status_code=201, response_model=views.ClientWithSecretView)
async def register_client(call: Admits, wish: clients.RegisterClient) -> Response:
    """Register a client; its secret is shown in this answer and never again."""
    return _once(created(await clients.register_client(call, wish)))


@router.get("/{client}", response_model=views.ClientView)
async def get_client(call: Admits, client: KeyInPath, request: Request) -> Response:
    """Show a client and when its secrets were issued."""
    async with call.reading() as session:
        return shown(await queries.client(session, client), request)


@router.post("/{client}/secrets", status_code=201, response_model=views.ClientWithSecretView)
async def issue_client_secret(call: Admits, client: KeyInPath, wish: clients.IssueSecret) -> Response:
    """Give a client another secret, shown once; the one before stays valid for a while, so that nothing stops."""
    return _once(created(await clients.issue_secret(call, client, wish)))


@router.delete("/{client}", response_model=views.ClientView)
async def revoke_client(call: Admits, client: KeyInPath, request: Request) -> Response:
    """Revoke a client: it gets no token any more, and those it holds are refused."""
    view = await clients.revoke_client(call, client)
    await request.app.state.tokens.reload()  # others hear of it; here it is so at once
    return shown(view)


def _once(answer: Response) -> Response:
    """Keep an answer that shows a secret out of every cache."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
