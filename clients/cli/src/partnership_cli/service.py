"""The service as commands ask it: answers as the API gives them, through the Python client."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

from partnership_client.base import LARGEST_PAGE
from partnership_client.errors import PartnershipError
from partnership_client.events import Events
from partnership_client.exchange import Patience
from partnership_client.request import Request, Upload, key
from partnership_client.sending import Origin, Sender
from partnership_client.tokens import Tokens

from partnership_cli.errors import Exit, StoppedError
from partnership_cli.problems import told
from partnership_cli.settings import Profile

ROOT = "/api/v1"
DEADLINE_SECONDS = 20.0
Answer: TypeAlias = dict[str, Any]
T = TypeVar("T")


class Service:
    """One address, asked by one client."""

    def __init__(self, profile: Profile, *, deadline: float | None = None) -> None:
        if profile.client_id and not profile.secret:
            raise StoppedError(
                f"The secret of {profile.client_id} is not known here.",
                hint="Log in again, or give it as PARTNERSHIP_CLIENT_SECRET: partnership login",
                exits=Exit.NOT_ALLOWED,
            )
        try:
            origin = Origin(profile.url)
        except ValueError as error:
            raise StoppedError(
                f"'{profile.url}' is no address.", hint="Write it as https://…", exits=Exit.USAGE
            ) from error
        self.profile = profile
        self.tokens = Tokens(profile.client_id, profile.secret if profile.client_id else None, ())
        self.sender = Sender(origin, self.tokens, Patience(deadline=deadline or DEADLINE_SECONDS), None)

    def close(self) -> None:
        self.sender.http.close()

    def get(self, path: str, **query: Any) -> Answer:
        """Return one thing."""
        return self._answer("GET", path, query=_said(query))

    def raw(self, path: str) -> bytes:
        """Return an answer byte for byte."""
        call: Request[bytes] = Request(bytes, "GET", ROOT + path)
        return self._ask(call)

    def listing(self, path: str, *, limit: int | None = None, **query: Any) -> Answer:
        """Return all pages of a list as one, or the first `limit` of it; what the first page says beside is kept."""
        query = _said(query) | {"limit": min(limit or LARGEST_PAGE, LARGEST_PAGE)}
        whole: Answer = {}
        wanted: str | None = path
        while wanted is not None:
            # the link to the next page says all that is asked, the size of its page as well
            page = self._answer("GET", wanted.removeprefix(ROOT), query={} if whole else query)
            whole = {**page, **whole, "items": [*whole.get("items", ()), *page["items"]], "next": page.get("next")}
            wanted = None if limit is not None and len(whole["items"]) >= limit else whole["next"]
        if limit is not None:
            whole["items"] = whole["items"][:limit]
        return whole

    def ask(self, path: str, wish: Mapping[str, Any]) -> Answer:
        """Ask something that takes a body and changes nothing."""
        return self._answer("POST", path, body=_said(wish))

    def post(self, path: str, wish: Mapping[str, Any] | None = None, *, under: str | None = None) -> Answer:
        """Have something done, under a key of its own, so that it is done once however often it is sent."""
        return self._answer("POST", path, body=_said(wish or {}), idempotency_key=key(under))

    def upload(self, path: str, file: Upload, *, under: str | None = None, **query: Any) -> Answer:
        """Send a file, read while it is sent."""
        return self._answer("POST", path, query=_said(query), upload=file, idempotency_key=key(under))

    def change(
        self,
        method: str,
        path: str,
        wish: Mapping[str, Any] | None = None,
        *,
        of: str | None = None,
        version: int | None = None,
        keep: Sequence[str] = (),
        **query: Any,
    ) -> Answer:
        """Change a thing as it was just read, or as it was in `version`; `of` is the thing where it is not `path`.

        `keep` names what says something by being null.
        """
        if version is None:
            version = self.get(of or path)["version"]
        body = None if wish is None else _said(wish) | {name: wish[name] for name in keep}
        return self._answer(method, path, query=_said(query), body=body, if_match=version)

    def place(self, after: str, types: Sequence[str]) -> str:
        """Return the cursor of a place in the feed, also of `earliest` and `latest`."""
        return (
            str(self.get("/events", after=after, types=types or None, limit=1)["cursor"])
            if after == "latest"
            else after
        )

    def tail(self, types: Sequence[str], cursor: str) -> Iterator[Answer]:
        """Yield events as they come, from a place on, for ever."""
        with self.told():
            for event in Events(self.sender).tail(types=types, cursor=cursor):
                yield event.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def claims(self) -> Answer:
        """Return what a new token says of whoever asks; it is shown here, and checked by the services."""
        if not self.profile.client_id:
            raise StoppedError("Nobody is logged in.", hint="Log in with: partnership login", exits=Exit.NOT_ALLOWED)
        token = self._ask(self.tokens.call())
        middle = token.access_token.get_secret_value().split(".")[1]
        claims: Answer = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return claims

    def own_council(self) -> str:
        """Return the council whose client asks."""
        council = self.claims().get("council")
        if not council:
            raise StoppedError(
                "Which council? This client belongs to none.", hint="Say which: --council COUNCIL", exits=Exit.USAGE
            )
        return str(council)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell the client's errors as a command does."""
        try:
            yield
        except PartnershipError as error:
            raise told(error, self.profile) from error

    def _answer(self, method: str, path: str, **said: Any) -> Answer:
        call: Request[Answer] = Request(Answer, method, ROOT + path, **said)
        return self._ask(call)

    def _ask(self, call: Request[T]) -> T:
        with self.told():
            return self.sender.ask(call)


def _said(wish: Mapping[str, Any]) -> Answer:
    """Return what was said: an option that was left out is not sent; `from_` is `from`, a word that Python keeps."""
    return {name.rstrip("_"): value for name, value in wish.items() if value is not None}
