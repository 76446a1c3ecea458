"""Signed-in browsers: the cookie that holds an access token, where it counts, and which requests may bring it.

A browser sends its cookie along with whatever any site makes it send. So the cookie counts on pages only, never on the
API; it is SameSite=Strict; and what changes something must come from a page of ours, as the browser itself says.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from shared.auth import SIGN_IN, SIGN_OUT, bearer, is_page
from shared.errors import ForbiddenError, UnauthenticatedError

HOME = "/subscriptions"
"""Where whoever signs in goes, unless they came from another page."""
MAX_ADDRESS = 2000
READING = {"GET", "HEAD"}
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")

Headers = Iterable[tuple[bytes, bytes]]


def cookie_name(public_url: str) -> str:
    """Return the cookie's name; over https one that no other host, and no http, can set."""
    return "__Host-partnership" if _secure(public_url) else "partnership"


def keep(answer: Response, token: str, seconds: int, public_url: str) -> Response:
    """Let a browser keep a token for as long as it is good; none, for no time, takes it away."""
    answer.set_cookie(
        cookie_name(public_url),
        token,
        max_age=seconds,
        path="/",
        secure=_secure(public_url),
        httponly=True,
        samesite="strict",
    )
    return answer


def token_of(scope: Scope, public_url: str) -> str:
    """Return the token that a request brings: in its header, or on pages in the cookie of who signed in."""
    headers: Headers = scope["headers"]
    if is_page(scope["path"]) and _header(headers, b"authorization") is None:
        token = _cookie(headers, cookie_name(public_url))
        if token is not None:
            return token
    return bearer(headers)


def refuse_foreign(scope: Scope, public_url: str) -> None:
    """Refuse a form that a page of somebody else's sent, or something that does not say where it comes from."""
    path, headers = scope["path"], scope["headers"]
    if scope["method"] in READING or not (is_page(path) or path in {SIGN_IN, SIGN_OUT}):
        return
    # no page of another site can make a browser send this header along unasked
    if _header(headers, b"authorization") is not None:
        return
    site, origin = _header(headers, b"sec-fetch-site"), _header(headers, b"origin")
    if site == "same-origin" or (site is None and _is_ours(origin, _header(headers, b"host"), public_url)):
        return
    raise ForbiddenError(
        "This form was not sent from a page of ours. Open the page, and try again.", code="foreign-form"
    )


def to_sign_in(error: Exception, scope: Scope) -> Response | None:
    """Return the way to sign in, for a browser that asks for a page; None for all else."""
    accept = _header(scope["headers"], b"accept") or ""
    if not isinstance(error, UnauthenticatedError) or not is_page(scope["path"]) or "text/html" not in accept:
        return None
    address = quote(scope["path"], safe="/")
    if scope["method"] in READING:
        query = scope["query_string"].decode("latin-1")
        wanted = f"{address}?{query}" if query else address
        return _see(f"{SIGN_IN}?next={quote(wanted[:MAX_ADDRESS], safe='')}")
    # what was sent is lost; the page of the thing it was meant for is where to go on
    return _see(f"{SIGN_IN}?next={quote('/'.join(address.split('/')[:3]), safe='')}&unsaved=true")


def local(address: str | None) -> str:
    """Return where to go on after signing in: an address of ours, whatever was asked for."""
    return address if address and len(address) <= MAX_ADDRESS and _LOCAL.fullmatch(address) else HOME


def _see(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _secure(public_url: str) -> bool:
    return urlsplit(public_url).scheme == "https"


def _is_ours(origin: str | None, host: str | None, public_url: str) -> bool:
    if origin is None:
        return False
    given, public = urlsplit(origin), urlsplit(public_url)
    return given.scheme == public.scheme and given.netloc in {host, public.netloc}


def _header(headers: Headers, wanted: bytes) -> str | None:
    return next((value.decode("latin-1") for name, value in headers if name == wanted), None)


def _cookie(headers: Headers, wanted: str) -> str | None:
    for name, value in headers:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, content = part.strip().partition("=")
                if key == wanted and content:
                    return content
    return None
