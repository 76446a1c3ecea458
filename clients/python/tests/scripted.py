"""A real server that answers what a test tells it to, and remembers what it was asked."""

import json
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

import httpx
from partnership_client import AsyncClient, Client

TOKEN_PATH = "/oauth/token"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Scripted:
    """Answers requests with what was put into `answers`, in order; gives a new token whenever it is asked for one."""

    def __init__(self) -> None:
        self.answers: deque[tuple[int, dict[str, str], Any]] = deque()
        self.asked: list[Asked] = []
        self.tokens = 0
        self.expires_in = 900
        self.token_takes = 0.0
        self.lock = threading.Lock()
        self._clients: list[Client] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its parent's name
                """Say nothing."""

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                if self.path == TOKEN_PATH:
                    threading.Event().wait(server.token_takes)
                status, headers, answer = server.answer(Asked(self.command, self.path, dict(self.headers), body))
                content = json.dumps(answer).encode() if answer is not None else b""
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any  # noqa: N815 - as it looks for them

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def calls(self) -> list[Asked]:
        """What was asked, tokens apart."""
        return [one for one in self.asked if one.path != TOKEN_PATH]

    def then(self, status: int, answer: Any = None, **headers: str) -> Self:
        """Give this answer next; of a problem, its status and code are enough."""
        if status >= 400 and answer is None:
            answer = {"status": status, "title": "No", "code": f"code-{status}", "detail": f"It says {status}."}
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, answer))
        return self

    def answer(self, asked: Asked) -> tuple[int, dict[str, str], Any]:
        with self.lock:
            self.asked.append(asked)
            if asked.path == TOKEN_PATH:
                self.tokens += 1
                token = {"access_token": f"token-{self.tokens}", "expires_in": self.expires_in, "token_type": "Bearer"}
                return 200, {}, token
            return self.answers.popleft()

    def client(self, **options: Any) -> Client:
        made = Client(self.url, "some-client", "some-secret", http=httpx.Client(trust_env=False), **options)
        self._clients.append(made)
        return made

    def aclient(self, **options: Any) -> AsyncClient:
        return AsyncClient(self.url, "some-client", "some-secret", http=httpx.AsyncClient(trust_env=False), **options)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            client.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


PROGRAMME = {"href": "/api/v1/programme", "version": 1, "name": "The Programme", "phases": []}
"""The smallest answer of a kind."""
