"""Rhythms of updates as tests agree on them, and confidence as it is shown."""

from tests.support.office import Json, Office


async def rhythm(office: Office, key: str, every: int | None, **said: str) -> Json:
    version = (await office.get(f"/projects/{key}"))["version"]
    return await office.change("PUT", f"/projects/{key}/update-rhythm", {"every_days": every} | said, version=version)


async def shown(office: Office, key: str, as_at: str = "") -> list[str]:
    found = await office.get(f"/projects/{key}/confidence" + (f"?as_at={as_at}" if as_at else ""))
    return [found["own"]["shown"], found["independent"]["shown"]]
