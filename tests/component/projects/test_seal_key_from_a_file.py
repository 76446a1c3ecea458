"""The key that seals may come from a file. Each time on servers as good as new: two databases share no stream."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.support.office import Office
from tests.support.outside import verifies
from tests.support.seals import published, sealed
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import World
from tests.support.world import world as provide_world


@pytest.fixture
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    async with provide_world(servers, templates) as made:
        yield made


@pytest.mark.parametrize("form", ["pem", "openssh"])
async def test_the_key_may_come_from_a_secret_file_and_never_enters_the_database(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    private, file = Ed25519PrivateKey.generate(), tmp_path / "seal.key"
    kind = serialization.PrivateFormat.PKCS8 if form == "pem" else serialization.PrivateFormat.OpenSSH
    file.write_bytes(private.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()))
    monkeypatch.setenv("SEAL_KEY_FILE", str(file))
    await world.streams("councils")
    running = await world.start("projects")
    await running.ready()
    async with Office.at(world, running) as office:
        _, content, said = await sealed(office)
        pem = await published(office, said["key_id"])
        assert verifies(content, said["signature"], pem)
        encoding, public = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        assert pem.encode() == private.public_key().public_bytes(encoding, public)
        assert await running.sql("SELECT 1 FROM seal_key WHERE private IS NOT NULL") == []
        await office.refused("POST", "/operations/projects/seal-keys", {}, status=409, code="key-from-file")
        await asyncio.to_thread(file.write_text, "no key")
        release, _ = await office.filled(True)
        await office.refused("POST", f"/releases/{release}/close", {}, status=503, code="seal-key-unreadable")
