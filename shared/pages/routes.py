"""Routes of pages: their refusals and failures are pages too, for callers that read HTML; and the files they load."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.errors import NotFoundError, RefusedError
from shared.pages.answers import FOR_GOOD, NOT_KEPT, kept
from shared.pages.rendering import HEADERS, Pages
from shared.web.problems import AWAY, is_away

log = structlog.get_logger()

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
HTML = "text/html; charset=utf-8"


def reads_html(accept: str) -> bool:
    """Say whether a caller is a browser, or reads what one does."""
    return "text/html" in accept


def pages_router(pages: Pages, *, prefix: str = "") -> APIRouter:
    """Return a router for pages: whoever reads HTML is refused by a page, and others by a problem."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Handler:
            handler = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await handler(request)
                except Exception as error:
                    if not reads_html(request.headers.get("accept", "")):
                        raise
                    return refusal(pages, request, error)

            return handle

    return APIRouter(prefix=prefix, route_class=PageRoute, include_in_schema=False)


def assets_router(pages: Pages) -> APIRouter:
    """Return the router for the style sheets, fonts and pictures of a service's pages."""
    router = pages_router(pages, prefix=pages.prefix)

    @router.api_route("/{name}", methods=["GET", "HEAD"])
    async def get_asset(request: Request, name: str) -> Response:
        """Return a style sheet, font or picture of the pages."""
        asset = pages.assets.served.get(name)
        if asset is None:
            raise NotFoundError(f"There is no file '{name}'.")
        return kept(request, asset.content, media_type=asset.media_type, keep=FOR_GOOD)

    return router


def refusal(pages: Pages, request: Request, error: Exception) -> Response:
    """Return the page that says why there is no such page, or what went wrong."""
    if is_away(error):
        error = AWAY
    status, title, detail = 500, "Something went wrong on our side", "The failure was recorded and will be looked at."
    if isinstance(error, RefusedError):
        status, title, detail = error.status, error.title, error.detail
    elif isinstance(error, RequestValidationError):
        status, title, detail = 422, "The request is not valid", "A part of this address is not as it should be."
    elif isinstance(error, HTTPException):
        status, title, detail = error.status_code, "The request was refused", str(error.detail)
    else:
        log.error("a page failed", path=request.url.path, exc_info=error)
    body = pages.page("problem.html", status=status, title=title, detail=detail)
    headers = HEADERS | {"Cache-Control": NOT_KEPT}
    if isinstance(error, RefusedError) and error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return Response(body, status_code=status, media_type=HTML, headers=headers)
