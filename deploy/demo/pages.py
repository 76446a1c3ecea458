"""The pages of the box: its endpoints with what they got, switches that break and heal them, and the mails."""

from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.demo.box import BOX, HERE, SITE, Box, Endpoint, Got

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


async def overview(request: web.Request) -> web.Response:
    return _page("overview.html", box=_box(request), site=request.app[SITE])


async def endpoint(request: web.Request) -> web.Response:
    found = _endpoint(request)
    return _page("endpoint.html", endpoint=found, got=list(reversed(found.got)), here=request.app[HERE])


async def endpoint_as_json(request: web.Request) -> web.Response:
    found = _endpoint(request)
    return web.json_response(
        {"name": found.name, "broken": found.broken, "count": found.count, "got": [one.as_json() for one in found.got]}
    )


async def endpoint_as_lines(request: web.Request) -> web.Response:
    """Show what came, a line each, the oldest first: for a terminal."""
    return web.Response(text="".join(f"{one.line}\n" for one in _endpoint(request).got), headers=HEADERS)


async def last_body(request: web.Request) -> web.Response:
    """Show the body that came last, to the byte: what was signed."""
    return web.Response(body=_last(request).body, content_type="application/octet-stream", headers=HEADERS)


async def last_header(request: web.Request) -> web.Response:
    """Show a header of what came last, alone."""
    value = _last(request).headers.get(request.match_info["header"])
    if value is None:
        raise web.HTTPNotFound(text="It had no such header.\n")
    return web.Response(text=value, headers=HEADERS)


async def switch(request: web.Request) -> web.Response:
    """Break or heal an endpoint, or give it its secret."""
    _refuse_other_sites(request)
    found, said = _endpoint(request), await request.post()
    state, secret = said.get("state"), said.get("secret")
    if state not in {None, "broken", "well"} or not (secret is None or isinstance(secret, str)):
        raise web.HTTPBadRequest(text="state is 'broken' or 'well'; secret is the one that begins with whsec_.\n")
    if state is not None:
        found.broken = state == "broken"
    if secret is not None:
        found.secret = secret.strip() or None
    if "text/html" in request.headers.get("Accept", ""):
        raise web.HTTPSeeOther(f"/endpoints/{found.name}")
    return web.Response(text=f"{found.name} is {'broken' if found.broken else 'well'}.\n")


async def mails(request: web.Request) -> web.Response:
    return _page("mails.html", mails=list(reversed(_box(request).mails)))


async def mails_as_json(request: web.Request) -> web.Response:
    return web.json_response({"mails": [one.as_json() for one in _box(request).mails]})


async def mail(request: web.Request) -> web.Response:
    found = _box(request).mail(int(request.match_info["number"]))
    if found is None:
        raise web.HTTPNotFound(text="There is no such mail; the newest are at /mails.\n")
    return _page("mail.html", mail=found)


def routes() -> list[web.RouteDef]:
    """Return where everything is."""
    return [
        web.get("/", overview),
        web.get("/endpoints/{name}", endpoint),
        web.post("/endpoints/{name}", switch),
        web.get("/endpoints/{name}/got", endpoint_as_json),
        web.get("/endpoints/{name}/lines", endpoint_as_lines),
        web.get("/endpoints/{name}/last/body", last_body),
        web.get("/endpoints/{name}/last/{header}", last_header),
        web.get("/mails", mails),
        web.get("/mails.json", mails_as_json),
        web.get(r"/mails/{number:\d+}", mail),
    ]


def _page(template: str, **shown: Any) -> web.Response:
    text = TEMPLATES.get_template(template).render(shown)
    return web.Response(text=text, content_type="text/html", headers=HEADERS)


def _box(request: web.Request) -> Box:
    return request.app[BOX]


def _endpoint(request: web.Request) -> Endpoint:
    found = _box(request).endpoints.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound(text="There is no such endpoint; the page at / names those there are.\n")
    return found


def _last(request: web.Request) -> Got:
    found = _endpoint(request)
    if not found.got:
        raise web.HTTPNotFound(text="Nothing has come yet.\n")
    return found.got[-1]


def _refuse_other_sites(request: web.Request) -> None:
    """A page of another site that somebody has open must not switch anything here."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        raise web.HTTPForbidden(text="That came from a page of another site.\n")
