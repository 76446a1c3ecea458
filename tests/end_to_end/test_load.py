"""The loaded data as the API shows it, and the promise that loading again changes nothing."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local import REPOSITORY
from tests.support.whole import Whole

LOAD_SECONDS = 60


class Loader:
    """The loader as an operator starts it."""

    def __init__(self, whole: Whole, folder: Path) -> None:
        self.secret_file = folder / "secret"
        self.secret_file.write_text(whole.secret)
        self._command = ["-m", "deploy.load", "--url", whole.url, "--client-id", whole.client_id]

    async def run(self, *arguments: str | Path) -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *self._command,
            "--secret-file",
            self.secret_file,
            *arguments,
            cwd=REPOSITORY,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(process.communicate(), LOAD_SECONDS)
        return process.returncode, said.decode()


@pytest.fixture
def loader(whole: Whole, tmp_path: Path) -> Loader:
    return Loader(whole, tmp_path)


async def shown(office: httpx.AsyncClient, path: str) -> Any:
    answer = await office.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_what_sources_do_not_say_is_not_recorded(office: httpx.AsyncClient) -> None:
    telecare = await shown(office, "/projects/digital-telecare")
    portfolio = await shown(office, "/portfolios/digital-place-2019")
    third = await shown(office, "/releases/release-three")
    saving = await shown(office, "/benefit-profiles/federation-time-saved")

    assert (telecare["lifecycle"], telecare["phase"], telecare["starts"]) == ("service", None, None)
    assert portfolio["to"] is None
    assert (third["state"], third["deliverables"]) == ("not-recorded", [])
    assert (saving["type"], saving["amount_gbp"]) == (None, None)


async def test_release_one_is_closed_as_the_sources_say_and_demonstration_is_marked(office: httpx.AsyncClient) -> None:
    first = await shown(office, "/releases/release-one")
    made_up = [await shown(office, f"/releases/{key}") for key in ("demonstration-release", "demonstration-next")]

    assert (first["state"], first["closed_on"], len(first["deliverables"])) == ("closed", "2018-02", 13)
    assert [first["demonstration"], *(release["demonstration"] for release in made_up)] == [False, True, True]


async def test_all_councils_are_members_by_october_2019_and_none_is_known_to_have_joined_late(
    office: httpx.AsyncClient,
) -> None:
    members = (await shown(office, "/memberships?as_at=2019-10-01&limit=200"))["items"]

    assert len(members) == 32
    assert {(row["joined"], row["certainty"]) for row in members} == {("2019-10-01", "no-later-than")}


async def test_loading_again_changes_nothing(loader: Loader) -> None:
    code, said = await loader.run()

    assert (code, "nothing to change" in said, "made" in said) == (0, True, False), said


async def test_an_operators_change_is_told_and_survives_a_load(loader: Loader, office: httpx.AsyncClient) -> None:
    address = "/api/v1/deliverables/mobile-apps-catalogue"
    found = await office.get(address)
    changed = await office.patch(address, json={"name": "Apps list"}, headers={"If-Match": found.headers["ETag"]})

    code, said = await loader.run()

    kept = await office.get(address)
    await office.patch(address, json={"name": found.json()["name"]}, headers={"If-Match": changed.headers["ETag"]})
    assert (code, kept.json()["name"]) == (0, "Apps list"), said
    assert 'deliverable mobile-apps-catalogue: name is "Apps list" there, "Mobile apps catalogue" in the data' in said


async def test_a_wrong_secret_is_told_in_words(loader: Loader) -> None:
    loader.secret_file.write_text("wrong")

    code, said = await loader.run()

    assert code == 1
    assert "The client is not known, or its secret is not valid." in said


async def test_a_councils_client_is_made_once_and_works(loader: Loader, whole: Whole, tmp_path: Path) -> None:
    wanted = ("--demo-council", "orkney-islands", "--council-secret-file", tmp_path / "council")

    first, second = await loader.run(*wanted), await loader.run(*wanted)

    assert (first[0], second[0]) == (0, 0), first[1]
    assert "nothing to change" in second[1]
    async with whole.client("demo-orkney-islands", (tmp_path / "council").read_text().strip()) as council:
        assert (await council.get("/api/v1/adoptions?council=orkney-islands")).status_code == 200
        assert (await council.get("/api/v1/adoptions?council=fife")).status_code == 403


async def test_the_first_of_march_2018_shows_release_one_just_closed_and_the_themes_of_its_day(
    office: httpx.AsyncClient,
) -> None:
    then = "?as_at=2018-03-01"
    programme = await shown(office, f"/programme{then}")
    assert (programme["phase"], (await shown(office, "/programme?as_at=2017-12-31"))["phase"]) == ("embedding", "build")
    themes = await shown(office, f"/portfolios{then}")
    assert sorted(one["name"] for one in themes["items"]) == [
        "Digital Foundations",
        "Digital Leadership",
        "Digital Services",
    ]
    one = await shown(office, f"/reports/releases/release-one{then}")
    assert (one["state"], one["closed_on"], one["demonstration"]) == ("closed", "2018-02", False)
    listed = await shown(office, f"/reports/releases{then}")
    assert [release["release"] for release in listed["releases"]] == ["release-one"]
    before = await shown(office, "/reports/releases?as_at=2018-01-31")
    assert [release["state"] for release in before["releases"] if release["release"] == "release-one"] != ["closed"]
    today = await shown(office, "/portfolios")
    assert len(today["items"]) > len(themes["items"])


async def test_what_is_made_up_says_so_wherever_it_is_shown(office: httpx.AsyncClient) -> None:
    listed = (await shown(office, "/releases?limit=200"))["items"]
    made_up = [one["key"] for one in listed if one["demonstration"]]
    assert made_up, "the data has a release to try things on"
    for key in made_up:
        assert (await shown(office, f"/reports/releases/{key}"))["demonstration"] is True
        page = await office.get(f"/releases/{key}", headers={"Accept": "text/html"})
        assert "Demonstration, not real" in page.text
    real = await shown(office, "/reports/releases")
    assert not {one["release"] for one in real["releases"]} & set(made_up)
