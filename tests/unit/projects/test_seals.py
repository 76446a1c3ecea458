"""A manifest and its amendments verify, and one changed byte of any of them, or of a signature, fails."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.projects import crypto
from services.projects.domain import seals
from services.projects.domain.amendments import Amendment, amend
from services.projects.domain.closing import close
from services.projects.domain.seals import canonical, digest, verify
from shared.errors import ConflictError
from shared.events.projects import AmendedEntry
from tests.support.offers import TODAY, item, release

SIGNER = crypto.new_signer()
KEYS = {SIGNER.kid: SIGNER.public}
CLOSED = release(state="closed", closed_on="2026-06-10")
NAMES = some.text(some.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def asked(content: bytes, signature: str, key_id: str | None = None) -> seals.Verified:
    return verify(base64.b64encode(content).decode(), signature, key_id, KEYS, crypto.verifies)


def manifest_of(*names: str) -> bytes:
    items = [item(f"thing-{number}", name=name) for number, name in enumerate(names)]
    return close(release(), items, None, closed_on="2026-06-10", today=TODAY).manifest


def amendment(manifest: bytes, before: Amendment | None = None, text: str = "Read otherwise") -> Amendment:
    return amend(
        CLOSED,
        text=text,
        reason="An error",
        by_role="sponsor",
        changes=(AmendedEntry(about="thing-0", was="a", now="b"),),
        manifest_sha256=digest(manifest),
        before=(before.number, before.sha256) if before else None,
        today=TODAY,
    )


@given(some.lists(NAMES, min_size=1, max_size=5), some.data())
def test_a_manifest_verifies_and_one_changed_byte_fails(names: list[str], data: some.DataObject) -> None:
    content = manifest_of(*names)
    signature = SIGNER.sign(content)
    found = asked(content, signature)
    assert (found.signed_by, found.digest, found.reasons) == (SIGNER.kid, digest(content), ())
    at, by = data.draw(some.integers(0, len(content) - 1)), data.draw(some.integers(1, 255))
    assert asked(changed(content, at, by), signature).signed_by is None
    raw = base64.b64decode(signature)
    spoiled = changed(raw, data.draw(some.integers(0, len(raw) - 1)), by)
    assert asked(content, base64.b64encode(spoiled).decode()).signed_by is None


@given(some.lists(NAMES, min_size=1, max_size=4), some.data())
def test_a_changed_byte_anywhere_in_a_chain_of_amendments_breaks_it(texts: list[str], data: some.DataObject) -> None:
    manifest = manifest_of("Toolkit")
    chain: list[Amendment] = []
    for text in texts:
        chain.append(amendment(manifest, chain[-1] if chain else None, text))
    contents = [manifest, *(one.content for one in chain)]
    signatures = [SIGNER.sign(content) for content in contents]
    assert holds(contents, signatures)
    which = data.draw(some.integers(0, len(contents) - 1))
    at = data.draw(some.integers(0, len(contents[which]) - 1))
    spoiled = [*contents]
    spoiled[which] = changed(contents[which], at, data.draw(some.integers(1, 255)))
    assert not holds(spoiled, signatures)
    assert not holds([manifest, *contents[2:]], [signatures[0], *signatures[2:]]) or len(chain) == 1


def holds(contents: list[bytes], signatures: list[str]) -> bool:
    """Say whether a manifest and its amendments are signed, numbered and chained as they should be."""
    signed = zip(contents, signatures, strict=True)
    if not all(asked(content, signature).signed_by for content, signature in signed):
        return False
    before = None
    for number, content in enumerate(contents[1:], start=1):
        whole: dict[str, Any] = json.loads(content)
        expected = (number, digest(contents[0]), before)
        if (whole["number"], whole["manifest_sha256"], whole["previous_sha256"]) != expected:
            return False
        before = digest(content)
    return True


def changed(content: bytes, at: int, by: int) -> bytes:
    return content[:at] + bytes([content[at] ^ by]) + content[at + 1 :]


@pytest.mark.parametrize("state", ["planned", "not-recorded"])
def test_an_open_release_takes_no_amendment(state: str) -> None:
    said: dict[str, Any] = {"text": "t", "reason": "r", "by_role": "sponsor", "changes": (), "before": None}
    with pytest.raises(ConflictError) as refused:
        amend(release(state=state), manifest_sha256=None, today=TODAY, **said)
    assert refused.value.code == "not-closed"


def test_a_seal_of_the_first_schema_verifies_as_well() -> None:
    content = canonical({"schema": "partnership.release-manifest.v1", "release": "release-one", "deliverables": []})
    found = asked(content, SIGNER.sign(content), SIGNER.kid)
    assert found.sealed is not None
    assert (found.sealed["release"], found.reasons) == ("release-one", ())


def test_a_key_is_read_back_as_it_was_kept() -> None:
    assert crypto.read(SIGNER.pem().encode()).kid == SIGNER.kid
    assert "PRIVATE" not in crypto.public_pem(SIGNER.public)
