"""What is written from the OpenAPI document is as it would be written now, names every operation, and checks."""

import ast
import inspect
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from partnership_client import AsyncClient, Client

from clients.python.tools.__main__ import PACKAGE, outdated, written
from clients.python.tools.document import SITE, Document, UnnamedError
from clients.python.tools.names import NOUNS
from clients.python.tools.rules import BY_HAND_OPERATIONS, LEFT_OUT
from tests.support.house import ROOT, modules

CLIENT = Client("http://nowhere")
CHECKED = """
from typing_extensions import reveal_type

from partnership_client import AsyncClient, Client

client, aclient = Client.from_env(), AsyncClient.from_env()
reveal_type(client.projects.get("k"))
reveal_type(client.projects.list().page().items)
reveal_type([one for one in client.adoptions.list(state="planned")])
reveal_type(client.releases.manifest.get("k"))


async def main() -> None:
    reveal_type(await aclient.projects.get("k"))
    reveal_type([one async for one in aclient.adoptions.list()])


client.adoptions.list(state="nonsense")
client.projects.get()
client.projects.update("k", name="A name")
client.projects.nonsense()
"""


@cache
def document() -> Document:
    return Document(SITE.read_text(encoding="utf-8"))


def method(client: Any, path: str) -> Any:
    for name in path.split("."):
        client = getattr(client, name)
    return client


def test_what_is_written_is_as_the_api_says() -> None:
    assert not outdated(written()), "run `python -m clients.python.tools`"


def test_every_operation_has_a_method_or_a_reason_why_not() -> None:
    """The document refuses to be read where an operation has neither; here each name is one that people can call."""
    for name in document().operations:
        assert callable(method(CLIENT, name)), name
    for name in BY_HAND_OPERATIONS.values():
        assert callable(method(CLIENT, name)), name
    assert all(reason for reason in LEFT_OUT.values())


def test_an_operation_without_a_name_is_told_of() -> None:
    whole = json.loads(SITE.read_text(encoding="utf-8"))
    whole["paths"]["/api/v1/weather"] = {"get": {"operationId": "get_weather", "responses": {}}}
    with pytest.raises(UnnamedError, match="give get_weather a name"):
        Document(json.dumps(whole))
    del whole["paths"]["/api/v1/weather"], whole["paths"]["/api/v1/programme"]
    with pytest.raises(UnnamedError, match="the API has no such operation"):
        Document(json.dumps(whole))


def test_both_clients_have_the_same_methods() -> None:
    other = AsyncClient("http://nowhere")
    for name in (*document().operations, *BY_HAND_OPERATIONS.values()):
        blocking, awaiting = method(CLIENT, name), method(other, name)
        assert inspect.signature(blocking).parameters == inspect.signature(awaiting).parameters, name
        assert blocking.__doc__ == awaiting.__doc__, name
    for noun in NOUNS:
        blocking, awaiting = method(CLIENT, noun), method(other, noun)
        assert {one for one in dir(blocking) if one[0] != "_"} == {one for one in dir(awaiting) if one[0] != "_"}, noun


def test_people_who_check_their_types_are_told_what_they_get_and_what_is_wrong(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(CHECKED)
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path), str(program)],
        capture_output=True,
        text=True,
        check=False,
        env={"MYPYPATH": str(PACKAGE.parent), "PATH": ""},
        cwd=ROOT,
    ).stdout
    for kind in (
        "partnership_client.models.projects.Project",
        "list[partnership_client.models.projects.Project]",
        "list[partnership_client.models.adoptions.Adoption]",
        "bytes",
    ):
        assert f'Revealed type is "{kind}"' in told, told
    assert told.count('"partnership_client.models.projects.Project"') == 2
    assert "incompatible type \"Literal['nonsense']\"" in told or 'expected "Literal[' in told
    assert 'Missing positional argument "key"' in told
    assert 'has incompatible type "str"; expected "Project"' in told
    assert '"Projects" has no attribute "nonsense"' in told
    assert "Found 4 errors" in told


def test_the_client_needs_nothing_but_what_it_says() -> None:
    always = {"httpx", "pydantic", "partnership_client", *sys.stdlib_module_names}
    for path, tree, _ in modules("clients/python/src"):
        # one room needs what the extra `ed25519` brings, and only asks for it when it is used
        allowed = always | ({"cryptography"} if path.name == "signatures.py" else set())
        for node in ast.walk(tree):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, path
