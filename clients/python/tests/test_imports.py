"""Reporting once: a file is sent from the disk and taken in whole or not at all; one event tells one fact."""

import tracemalloc
from pathlib import Path

import pytest
from partnership_client import AsyncClient, Client, FieldProblem, ImportRefused, Refused, StillWorking
from partnership_client.models.imports import Import
from partnership_client.reporting_once import KINDS, PIECE_BYTES, upload

from services.councils.commands.imports import REPORTS as COUNCILS
from services.projects.commands.imports import REPORTS as PROJECTS
from tests.support.proxy import Proxy

HEADER = "council,month,role,days\n"


def months(council: str, days: float, *years: int) -> str:
    lines = [f"{council},{year}-{month:02},project-lead,{days}\n" for year in years for month in range(1, 13)]
    return HEADER + "".join(lines)


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "capacity.csv"
    file.write_text(months("angus", 2, 2031))
    sent: list[tuple[int, int]] = []
    seen: list[Import] = []
    job = client.imports.send("capacity", file, dry_run=True, sent=lambda done, whole: sent.append((done, whole)))
    found = job.wait(60, progress=seen.append)
    assert (found.state, found.dry_run, found.rows, found.new) == ("done", True, 12, 12)
    assert sent[-1] == (file.stat().st_size, file.stat().st_size)
    assert seen[-1] == found
    assert list(client.commitments.capacity.list(council="angus", from_="2031-01")) == []


def test_a_file_is_taken_in_and_the_same_file_again_says_nothing_new(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "capacity.csv"
    file.write_text(months("angus", 2, 2032))
    assert client.imports.send("capacity", file).wait(60).new == 12
    assert len(list(client.commitments.capacity.list(council="angus", from_="2032-01", to="2032-12"))) == 12
    again = client.imports.send("capacity", file).wait(60)
    assert (again.new, again.known) == (0, 12)
    assert again in client.imports.list("councils")


async def test_a_bad_line_refuses_the_whole_file_by_line_and_column(aclient: AsyncClient, tmp_path: Path) -> None:
    file = tmp_path / "capacity.csv"
    file.write_text(months("angus", 2, 2033) + "nowhere,2034-01,project-lead,2\nangus,2034-02,project-lead,-1\n")
    job = await aclient.imports.send("capacity", file)
    with pytest.raises(ImportRefused, match=r"capacity.csv was refused, and nothing of it .*: line 14") as bad:
        await job.wait(60)
    assert [(one.line, one.field) for one in bad.value.errors] == [(14, "council"), (15, "days")]
    assert isinstance(bad.value, Refused)
    assert isinstance(bad.value.errors[0], FieldProblem)
    found = aclient.commitments.capacity.list(council="angus", from_="2033-01", to="2034-12")
    assert [one async for one in found] == []


async def test_waiting_has_an_end_and_the_work_goes_on(aclient: AsyncClient, tmp_path: Path) -> None:
    file = tmp_path / "capacity.csv"
    file.write_text(months("angus", 3, *range(2040, 2090)))
    job = await aclient.imports.send("capacity", file, dry_run=True)
    with pytest.raises(StillWorking, match="it goes on by itself"):
        await job.wait(0)
    assert (await job.wait(60)).rows == 600


async def test_a_file_whose_answer_is_lost_is_sent_again_and_taken_in_once(
    poor: AsyncClient, proxy: Proxy, tmp_path: Path
) -> None:
    await poor.programme.get()
    file = tmp_path / "capacity.csv"
    file.write_text(months("angus", 2, *range(2100, 2140)))
    sent: list[int] = []
    proxy.lose_answers = 1
    job = await poor.imports.send("capacity", file, sent=lambda done, _: sent.append(done))
    assert sent == [file.stat().st_size] * 2
    assert (await job.wait(60)).new == 480


def test_an_event_tells_one_fact_once(client: Client, word: str) -> None:
    fact = {"council": "angus", "month": "2035-01", "role": "project-lead", "days": 4}
    first = client.imports.submit("capacity", fact, source="urn:test", id=word)
    assert first.outcome == "recorded"
    assert client.imports.submit("capacity", fact, source="urn:test", id=word) == first
    assert client.imports.submit("capacity", fact, source="urn:test").outcome == "already-known"


def test_a_large_file_is_never_held_whole(tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as opened:
        opened.seek(50 * 1024 * 1024)
        opened.write(b"\n")
    request = upload("adoption", file, None, dry_run=False, idempotency_key=None)
    assert request.upload is not None
    tracemalloc.start()
    assert sum(map(len, request.upload.open())) == file.stat().st_size
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * PIECE_BYTES


def test_every_kind_goes_to_the_service_that_takes_it() -> None:
    taken = {
        kind.name: (service, kind.event)
        for service, reports in (("councils", COUNCILS), ("projects", PROJECTS))
        for kind in reports.kinds.values()
    }
    assert taken == KINDS
