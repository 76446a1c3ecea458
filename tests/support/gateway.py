"""What the gateway's configuration says: which address goes to which service, read from the Caddyfile as it stands."""

import re
from functools import cache

from tests.support.house import ROOT

CADDYFILE = ROOT / "deploy" / "caddy" / "Caddyfile"
_MATCHER = re.compile(r"^\t@(\w+) (path_regexp|path) (.+)$", re.MULTILINE)
_HANDLE = re.compile(r"^\thandle(?: (\S+))? \{\n(.*?)^\t\}$", re.MULTILINE | re.DOTALL)
_UPSTREAM = re.compile(r"import service \{\$(\w+)_UPSTREAM\}")
OURS = "the gateway itself"


@cache
def rules() -> list[tuple[re.Pattern[str], str]]:
    """Return which addresses each block takes, in order, and who answers them; the last block takes the rest."""
    text = CADDYFILE.read_text(encoding="utf-8")
    matchers = {name: _pattern(kind, value) for name, kind, value in _MATCHER.findall(text)}
    found: list[tuple[re.Pattern[str], str]] = []
    for wanted, block in _HANDLE.findall(text):
        upstream = _UPSTREAM.search(block)
        answers = upstream[1].lower() if upstream else OURS
        if wanted.startswith("@"):
            if wanted[1:] in matchers:
                found.append((matchers[wanted[1:]], answers))
        else:
            found.append((_pattern("path", wanted) if wanted else re.compile(""), answers))
    return found


def handed_on(path: str) -> str:
    """Return who answers an address."""
    return next(answers for pattern, answers in rules() if pattern.search(path))


def ours() -> set[str]:
    """Return the addresses that the gateway answers from its own files, or hands on under another name."""
    text = CADDYFILE.read_text(encoding="utf-8")
    named = {path for _, kind, paths in _MATCHER.findall(text) if kind == "path" for path in paths.split()}
    return named | {wanted for wanted, _ in _HANDLE.findall(text) if wanted.startswith("/")}


def segments(service: str) -> set[str]:
    """Return the first path segments under /api/v1 that go to a service."""
    pattern = next(
        pattern.pattern for pattern, answers in rules() if answers == service and "/api/v1/(" in pattern.pattern
    )
    listed = re.search(r"/api/v1/\(([^)]*)\)", pattern)
    return set(listed[1].split("|")) if listed else set()


def _pattern(kind: str, value: str) -> re.Pattern[str]:
    if kind == "path_regexp":
        return re.compile(value)
    exact = (re.escape(one).replace(r"\*", ".*") for one in value.split())
    return re.compile(f"^({'|'.join(exact)})$")
