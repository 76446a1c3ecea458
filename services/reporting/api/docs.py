"""The page that documents the joined API: Swagger UI, whose files come with a Python package and not from a network."""

from importlib.resources import files

from fastapi import Request
from starlette.responses import Response

from services.reporting.pages.render import PAGES
from shared.errors import NotFoundError
from shared.pages import rendering
from shared.pages.answers import FOR_AN_HOUR, kept
from shared.pages.routes import HTML, pages_router

router = pages_router(PAGES, prefix="/api/docs")

SWAGGER = files("fastapi_offline") / "static"
FILES = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}

HEADERS = rendering.HEADERS | {
    # its script asks for the document and, to try a call, for a token and the API: all of them are here
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


@router.api_route("", methods=["GET", "HEAD"])
async def show_docs(request: Request) -> Response:
    """Show the documentation of the whole API."""
    return kept(request, PAGES.page("docs.html"), media_type=HTML, headers=HEADERS)


@router.api_route("/{name}", methods=["GET", "HEAD"])
async def get_docs_file(request: Request, name: str) -> Response:
    """Return a file of Swagger UI."""
    if name not in FILES:
        raise NotFoundError(f"There is no file '{name}'.")
    return kept(request, SWAGGER.joinpath(name).read_bytes(), media_type=FILES[name], keep=FOR_AN_HOUR)
