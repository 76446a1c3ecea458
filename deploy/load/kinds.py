"""What is loaded, in which order, and how each kind looks up what is there already."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from deploy.load import wishes
from deploy.load.client import Api
from deploy.load.data import Data
from deploy.load.wishes import Json, Wish
from shared.values import last_day

Found = dict[str, Json]
LookUp = Callable[[Api, list[Wish]], Awaitable[Found]]


@dataclass(frozen=True)
class Kind:
    """`in_order` is for rows whose order says something: later ones win a tie, or follow from earlier ones."""

    plural: str
    wishes: Callable[[Data], list[Wish]]
    look_up: LookUp
    in_order: bool = False


def listed(path: str, field: str = "key") -> LookUp:
    """Look up by one list, whose items are named by a field."""

    async def look_up(api: Api, _: list[Wish]) -> Found:
        return {item[field]: item for item in await api.items(path)}

    return look_up


async def _members(api: Api, asked: list[Wish]) -> Found:
    """Look on the day they joined, so that a council that left since is not made a member again."""
    days = {last_day(wish.body["joined"]) for wish in asked}
    pages = await asyncio.gather(*(api.items(f"/memberships?as_at={day}") for day in days))
    return {item["council"]: item for page in pages for item in page}


async def _phases(api: Api, _: list[Wish]) -> Found:
    return {row["phase"]: row for row in (await api.get("/programme"))["phases"]}


async def _placements(api: Api, asked: list[Wish]) -> Found:
    paths = sorted({wish.path for wish in asked})
    lists = await asyncio.gather(*(api.items(path) for path in paths))
    return {
        f"{path.split('/')[2]} in {item['portfolio']}": item
        for path, rows in zip(paths, lists, strict=True)
        for item in rows
    }


async def _contents(api: Api, asked: list[Wish]) -> Found:
    """A closed release is sealed, and one that holds something is its operator's: only an empty one is filled."""
    releases = await asyncio.gather(*(api.get(f"/releases/{wish.key}") for wish in asked))
    found: Found = {}
    for wish, release in zip(asked, releases, strict=True):
        if release["state"] == "closed":
            found[wish.key] = {}
        elif release["deliverables"]:
            found[wish.key] = release
    return found


async def _closings(api: Api, asked: list[Wish]) -> Found:
    releases = await asyncio.gather(*(api.get(f"/releases/{wish.key}") for wish in asked))
    return {release["key"]: release for release in releases if release["state"] == "closed"}


STAGES: list[list[Kind]] = [
    [
        Kind("councils", wishes.councils, listed("/councils", "slug")),
        Kind("programme phases", wishes.phases, _phases, in_order=True),
        Kind("portfolios", wishes.portfolios, listed("/portfolios"), in_order=True),
        Kind("lifecycles", wishes.lifecycles, listed("/lifecycles"), in_order=True),
        Kind("releases", wishes.releases, listed("/releases"), in_order=True),
    ],
    [
        Kind("memberships", wishes.memberships, _members),
        Kind("membership counts", wishes.counts, listed("/memberships/counts"), in_order=True),
        Kind("projects", wishes.projects, listed("/projects")),
    ],
    [
        Kind("placements", wishes.placements, _placements),
        Kind("deliverables", wishes.deliverables, listed("/deliverables")),
        Kind("benefit profiles", wishes.benefits, listed("/benefit-profiles")),
    ],
    [Kind("contents of releases", wishes.contents, _contents)],
    [Kind("closed releases", wishes.closings, _closings)],
]
"""Kinds of one stage do not need each other; each stage needs those before it. Members come before a closing, which
opens adoption lines for them."""


def everything(data: Data) -> Iterator[Wish]:
    """Yield every wish in the order of loading: none comes before what it needs."""
    for stage in STAGES:
        for kind in stage:
            yield from kind.wishes(data)
