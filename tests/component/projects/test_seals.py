"""Seals: verified from outside with the published key alone, amended by number, one however many close at once."""

import asyncio
import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
import rfc8785

from services.projects.commands.seal_keys import look_after_seals
from tests.support.office import API, Json, Office, unused
from tests.support.outside import verifies
from tests.support.seals import published, sealed

AMEND: Json = {"text": "Read the name otherwise", "reason": "It was misspelt", "by_role": "delivery-board"}


async def verified(office: Office, **body: object) -> Json:
    async with office.running.anonymous() as anybody:
        answer = await anybody.post(f"{API}/releases/verify", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_seal_is_verified_with_the_published_key_and_no_code_of_ours(office: Office) -> None:
    release, content, said = await sealed(office)
    pem = await published(office, said["key_id"])
    assert said["algorithm"] == "Ed25519"
    assert verifies(content, said["signature"], pem)
    for at in range(0, len(content), 7):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert not verifies(changed, said["signature"], pem)
    shown = await office.get(f"/releases/{release}")
    assert (shown["signature"], shown["key_id"]) == (said["signature"], said["key_id"])
    assert shown["manifest_sha256"] == said["sha256"] == hashlib.sha256(content).hexdigest()
    event = (await office.told(release, 3))[-1].data
    assert (event["signature"], event["key_id"]) == (said["signature"], said["key_id"])


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl on this machine")
async def test_a_seal_is_verified_by_openssl(office: Office, tmp_path: Path) -> None:
    _, content, said = await sealed(office)
    (tmp_path / "manifest.json").write_bytes(content)
    (tmp_path / "signature").write_bytes(base64.b64decode(said["signature"]))
    (tmp_path / "key.pem").write_text(await published(office, said["key_id"]), encoding="utf-8")
    line = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile signature"

    def asked() -> int:
        return subprocess.run(line.split(), cwd=tmp_path, check=False, capture_output=True).returncode

    assert await asyncio.to_thread(asked) == 0
    (tmp_path / "manifest.json").write_bytes(content.replace(b'"', b"'", 1))
    assert await asyncio.to_thread(asked) != 0


async def test_the_keys_are_published_as_a_key_set_to_anybody(office: Office) -> None:
    _, _, said = await sealed(office)
    async with office.running.anonymous() as anybody:
        keys = (await anybody.get(f"{API}/releases/seal-keys")).json()["keys"]
        one = (await anybody.get(f"{API}/releases/seal-keys/{said['key_id']}")).json()
        assert (await anybody.get(f"{API}/releases/seal-keys/no-such-key")).status_code == 404
    assert one in keys
    assert (one["kty"], one["crv"], one["use"], one["signs"]) == ("OKP", "Ed25519", "sig", True)
    assert "d" not in one, "the private part stays here"
    required = {name: one[name] for name in ("crv", "kty", "x")}
    thumbprint = hashlib.sha256(json.dumps(required, sort_keys=True, separators=(",", ":")).encode()).digest()
    assert one["kid"] == base64.urlsafe_b64encode(thumbprint).decode().rstrip("=")


async def test_anybody_may_ask_whether_a_manifest_is_what_was_sealed(office: Office) -> None:
    release, content, said = await sealed(office)
    whole, signature = base64.b64encode(content).decode(), said["signature"]
    right = {
        "valid": True,
        "digest": said["sha256"],
        "release": release,
        "sealed": "partnership.release-manifest.v2",
        "signed_by": said["key_id"],
        "reasons": [],
    }
    assert await verified(office, manifest=whole, signature=signature) == right
    assert await verified(office, manifest=json.loads(content), signature=signature, key_id=said["key_id"]) == right
    other = json.loads(content) | {"name": "Another name"}
    for body, words in (
        ({"manifest": other, "signature": signature}, "not one of these bytes by any published key"),
        ({"manifest": whole, "signature": signature, "key_id": "another"}, "no published key of that key_id"),
        ({"manifest": whole, "signature": whole[:40]}, "not the base64 of the 64 bytes"),
        ({"manifest": "?", "signature": signature}, "neither a JSON object nor the base64"),
        ({"manifest": {"a": [[[[[[[[[1]]]]]]]]]}, "signature": signature}, "neither a JSON object nor the base64"),
        ({"manifest": {"a": 2**60}, "signature": signature}, "neither a JSON object nor the base64"),
    ):
        wrong = await verified(office, **body)
        assert (wrong["valid"], wrong["release"], wrong["signed_by"]) == (False, None, None)
        assert words in wrong["reasons"][0]


async def test_verifying_ignores_the_idempotency_key_and_is_bounded(office: Office) -> None:
    before = await office.state()
    async with office.running.anonymous() as anybody:
        for manifest in ("QQ==", "Qg=="):
            body = {"manifest": manifest, "signature": "QQ=="}
            answer = await anybody.post(f"{API}/releases/verify", json=body, headers={"Idempotency-Key": "one"})
            assert answer.status_code == 200
        large = {"manifest": "A" * (1024 * 1024 + 1), "signature": "QQ=="}
        assert (await anybody.post(f"{API}/releases/verify", json=large)).status_code == 413
        many = await asyncio.gather(
            *(anybody.post(f"{API}/releases/verify", json={"manifest": {}, "signature": "QQ=="}) for _ in range(60))
        )
    assert {one.status_code for one in many} <= {200, 429}
    assert await office.state() == before


async def test_an_amendment_stands_beside_the_manifest_and_carries_what_was_before(office: Office) -> None:
    release, content, said = await sealed(office)
    changes = [{"about": "toolkit", "was": "Tolkit", "now": "Toolkit"}]
    first = await office.post(f"/releases/{release}/amendments", AMEND | {"changes": changes})
    second = await office.post(f"/releases/{release}/amendments", AMEND | {"text": "And again"})
    assert (first["number"], first["previous_sha256"], second["number"]) == (1, None, 2)
    assert (second["previous_sha256"], second["manifest_sha256"]) == (first["sha256"], said["sha256"])
    for one in (first, second):
        answer = await office.ask("GET", f"/releases/{release}/amendments/{one['number']}/content")
        assert hashlib.sha256(answer.content).hexdigest() == one["sha256"]
        assert rfc8785.dumps(json.loads(answer.content)) == answer.content
        assert verifies(answer.content, one["signature"], await published(office, one["key_id"]))
        whole = json.loads(answer.content)
        assert (whole["schema"], whole["manifest_sha256"]) == ("partnership.release-amendment.v1", said["sha256"])
        assert (await verified(office, manifest=whole, signature=one["signature"]))["valid"]
        assert not (await verified(office, manifest=whole | {"number": 3}, signature=one["signature"]))["valid"]
    listed = (await office.get(f"/releases/{release}/amendments"))["items"]
    assert [one["sha256"] for one in listed] == [first["sha256"], second["sha256"]]
    assert (await office.get(f"/releases/{release}"))["amendments"] == 2
    assert (await office.ask("GET", f"/releases/{release}/manifest")).content == content
    told = [one.data for one in (await office.told(release, 5))[-2:]]
    assert [(one["number"], one["amendment_sha256"]) for one in told] == [(1, first["sha256"]), (2, second["sha256"])]


async def test_only_a_closed_release_is_amended(office: Office) -> None:
    release = await office.release()
    await office.refused("POST", f"/releases/{release}/amendments", AMEND, status=409, code="not-closed")
    closed, _, _ = await sealed(office)
    assert (await office.ask("GET", f"/releases/{closed}/amendments/1")).status_code == 404


async def test_amendments_made_at_once_are_one_chain(office: Office) -> None:
    release, _, _ = await sealed(office)
    made = await asyncio.gather(*(office.post(f"/releases/{release}/amendments", AMEND) for _ in range(5)))
    chain = sorted(made, key=lambda one: int(one["number"]))
    assert [one["number"] for one in chain] == [1, 2, 3, 4, 5]
    assert [one["previous_sha256"] for one in chain] == [None, *(one["sha256"] for one in chain[:-1])]


@pytest.mark.parametrize("same_key", [False, True])
async def test_closes_at_once_give_one_seal(office: Office, *, same_key: bool) -> None:
    for _ in range(4):
        release, _ = await office.filled(True, True)
        key = {"Idempotency_Key": unused("key")} if same_key else {}
        answers = await asyncio.gather(*(office.ask("POST", f"/releases/{release}/close", {}, **key) for _ in range(5)))
        expected = [200] * 5 if same_key else [200, 409, 409, 409, 409]
        assert sorted(one.status_code for one in answers) == expected
        assert len({one.json()["signature"] for one in answers if one.status_code == 200}) == 1
        rows = await office.running.sql("SELECT 1 FROM release_manifest WHERE release = $1", release)
        assert (len(rows), (await office.recorded(release)).count("release-closed")) == (1, 1)


async def test_a_new_key_seals_and_the_old_one_goes_on_verifying(office: Office) -> None:
    _, before, old = await sealed(office)
    keys = (await office.ask("POST", "/operations/projects/seal-keys", {})).json()["keys"]
    assert [one["signs"] for one in keys][:2] == [True, False]
    _, after, new = await sealed(office)
    assert new["key_id"] == keys[0]["kid"] != old["key_id"]
    for content, said in ((before, old), (after, new)):
        assert verifies(content, said["signature"], await published(office, said["key_id"]))
        assert (await verified(office, manifest=json.loads(content), signature=said["signature"]))["valid"]
    kept = await office.running.sql("SELECT kid FROM seal_key WHERE private IS NOT NULL")
    assert [row["kid"] for row in kept] == [new["key_id"]], "a private key that signs no more is kept nowhere"


async def test_a_seal_from_before_there_were_signatures_gets_one(office: Office) -> None:
    release, content, _ = await sealed(office)
    await office.running.sql(
        "UPDATE release_manifest SET signature = NULL, key_id = NULL, signed_at = NULL WHERE release = $1", release
    )
    await look_after_seals(office.running.app.state.database)
    said = await office.get(f"/releases/{release}/manifest/signature")
    assert verifies(content, said["signature"], await published(office, said["key_id"]))


async def test_a_key_that_seals_is_the_operators_to_change(office: Office, reader: httpx.AsyncClient) -> None:
    answer = await reader.post(f"{API}/operations/projects/seal-keys", json={})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    for key in ("seal-keys", "verify"):
        await office.refused("POST", "/releases", {"key": key, "name": "No"}, status=409, code="key-taken")
