"""Sealed releases, for tests: closed, and with what is told of their seals."""

from tests.support.office import API, Json, Office


async def sealed(office: Office) -> tuple[str, bytes, Json]:
    """Close a release; return its key, the manifest's bytes and what is told of their signature."""
    release, _ = await office.filled(True)
    await office.post(f"/releases/{release}/close", {}, status=200)
    content = (await office.ask("GET", f"/releases/{release}/manifest")).content
    return release, content, await office.get(f"/releases/{release}/manifest/signature")


async def published(office: Office, kid: str) -> str:
    """Return a key as anybody gets it."""
    async with office.running.anonymous() as anybody:
        answer = await anybody.get(f"{API}/releases/seal-keys/{kid}/pem")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-pem-file")
    return answer.text
