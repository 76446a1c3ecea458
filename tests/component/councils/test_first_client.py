"""The bootstrap command: the first client, from the server's own command line."""

import asyncio
import os
import stat
import sys
from pathlib import Path

import httpx
import pytest

from services.councils.main import service
from shared.auth import SCOPES
from shared.settings import Settings
from tests.support.world import Running, World

API = "/api/v1"


async def bootstrap(settings: Settings, file: Path, client_id: str = "digital-office") -> None:
    await service.verbs["bootstrap"](service, settings, ["--client-id", client_id, "--secret-file", str(file)])


async def bootstrap_from_the_command_line(settings: Settings, file: Path) -> tuple[int, str]:
    """Run the command as an operator would; return its exit code and what it said."""
    # it needs the database only
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": settings.dsn, "NATS_URL": "nats://127.0.0.1:1"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "services.councils.main", "bootstrap", "--client-id", "digital-office", "--secret-file", str(file)),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def token(councils: Running, secret: str, client_id: str = "digital-office") -> httpx.Response:
    async with councils.anonymous() as anybody:
        return await anybody.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret))


async def test_the_first_client_has_every_scope_and_its_secret_in_a_file_of_its_owner(
    world: World, tmp_path: Path
) -> None:
    await world.streams("projects")
    settings = await world.settings("councils")
    file = tmp_path / "secrets" / "digital-office"
    code, said = await bootstrap_from_the_command_line(settings, file)
    assert code == 0, said
    secret = file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret not in said
    assert [one.name for one in file.parent.iterdir()] == ["digital-office"]

    councils = await world.start("councils", trusted=False, database_url=settings.database_url)
    await councils.ready()
    granted = await token(councils, secret)
    assert granted.status_code == 200, granted.text
    assert set(granted.json()["scope"].split()) == set(SCOPES)
    async with councils.anonymous() as client:
        client.headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        assert (await client.get(f"{API}/clients/digital-office")).json()["council"] is None
    subjects = [one.subject.split(".")[2] for one in await world.heard("COUNCILS", 2)]
    assert subjects == ["client-registered", "signing-key-published"]


async def test_it_can_be_run_again_and_changes_nothing(councils: Running, world: World, tmp_path: Path) -> None:
    file = tmp_path / "digital-office"
    await bootstrap(councils.settings, file)
    secret = file.read_text()
    events = len(await world.heard("COUNCILS", 2))
    await bootstrap(councils.settings, file)
    assert file.read_text() == secret
    assert (await councils.sql("SELECT count(*) FROM outbox_event"))[0]["count"] == events


@pytest.mark.parametrize("left", ["no file", "an empty file", "a file with another secret"])
async def test_what_the_file_says_is_made_good(councils: Running, tmp_path: Path, left: str) -> None:
    file = tmp_path / "digital-office"
    await bootstrap(councils.settings, file)
    before = file.read_text().strip()
    if left == "no file":
        file.unlink()
    else:
        file.write_text("" if left == "an empty file" else "another-secret-that-somebody-chose-and-wrote-there")
    await bootstrap(councils.settings, file)
    for secret in (before, file.read_text().strip()):
        assert (await token(councils, secret)).status_code == 200
    assert before != file.read_text().strip()


async def test_a_file_with_a_guessable_secret_is_refused(councils: Running, tmp_path: Path) -> None:
    file = tmp_path / "digital-office"
    file.write_text("password")
    with pytest.raises(SystemExit, match="holds no secret of 32 characters"):
        await bootstrap(councils.settings, file)
    assert await councils.sql("SELECT client_id FROM client") == []


async def test_an_id_that_no_client_can_have_is_refused(
    councils: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        await bootstrap(councils.settings, tmp_path / "secret", client_id="Digital Office")
    assert "lower case letters, digits and single hyphens" in capsys.readouterr().err
    assert not (tmp_path / "secret").exists()


async def test_a_client_that_was_revoked_stays_so(councils: Running, tmp_path: Path) -> None:
    file = tmp_path / "digital-office"
    await bootstrap(councils.settings, file)
    async with councils.client() as office:
        revoked = await office.delete(f"{API}/clients/digital-office", headers={"If-Match": "*"})
        assert revoked.status_code == 200, revoked.text
    await bootstrap(councils.settings, file)
    assert (await token(councils, file.read_text().strip())).status_code == 401


async def test_it_is_given_the_scopes_that_a_later_version_adds(councils: Running, tmp_path: Path) -> None:
    file = tmp_path / "digital-office"
    await bootstrap(councils.settings, file)
    await councils.sql("""UPDATE client SET scopes = '["operations"]'""")
    await bootstrap(councils.settings, file)
    granted = await token(councils, file.read_text().strip())
    assert set(granted.json()["scope"].split()) == set(SCOPES)


async def test_a_councils_client_never_becomes_the_first(
    councils: Running, office: httpx.AsyncClient, tmp_path: Path
) -> None:
    wish = {"client_id": "fife-systems", "name": "Fife", "council": "fife", "scopes": ["events:read"]}
    assert (await office.post(f"{API}/clients", json=wish)).status_code == 201
    file = tmp_path / "fife-systems"
    await bootstrap(councils.settings, file, client_id="fife-systems")
    assert (await token(councils, file.read_text().strip(), "fife-systems")).status_code == 401
