"""The examples run as people would start them, and the pages say what is so."""

import os
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from partnership_client import Client

from tests.support.house import ROOT
from tests.support.waiting import eventually
from tests.support.whole import Whole

HERE = ROOT / "clients/python"


def run(system: Whole, folder: Path, *command: str) -> str:
    """Run an example as its reader would, with the environment that it asks for."""
    told = subprocess.run(
        [sys.executable, str(HERE / "examples" / command[0]), *command[1:]],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
        env=os.environ
        | {
            "PARTNERSHIP_URL": system.url,
            "PARTNERSHIP_CLIENT_ID": system.client_id,
            "PARTNERSHIP_CLIENT_SECRET": system.secret,
            "PYTHONPATH": str(HERE / "src"),
        },
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_following_events_goes_on_where_it_stopped(system: Whole, tmp_path: Path, client: Client) -> None:
    first = run(system, tmp_path, "follow_events.py", "projects.registered", "--at-most=2").splitlines()
    second = run(system, tmp_path, "follow_events.py", "projects.registered", "--at-most=1").splitlines()
    subjects = [event.subject for event in client.events.since(types=["projects.registered"], limit=3)]
    assert [line.split()[-1] for line in (*first, *second)] == subjects


def test_adoption_is_a_table_for_a_paper(system: Whole, tmp_path: Path, client: Client) -> None:
    told = run(system, tmp_path, "report_adoption.py", "2026-11-01")
    assert told.startswith("Adoption as at 1 November 2026; the programme's phase: ")
    for line in client.reports.adoption(as_at="2026-11-01").deliverables:
        assert line.name[:50] in told


def test_the_stage_for_a_day_on_the_command_line_is_set(system: Whole, tmp_path: Path, client: Client) -> None:
    run(system, tmp_path, "set_the_stage.py")
    call = client.calls.get("join-shared-archive")
    assert (call.state, call.asks[0].days_per_month) == ("published", 6)
    assert client.releases.readiness("archive-release").missing == []


async def test_a_copy_is_begun_and_then_kept(system: Whole, tmp_path: Path, client: Client) -> None:
    def standing(told: str) -> tuple[int, int, str]:
        found = re.fullmatch(r"(\d+) things, (\d+) events since; 0 differ: (none)\n", told)
        assert found is not None, told
        return int(found[1]), int(found[2]), found[3]

    things, applied, _ = standing(run(system, tmp_path, "keep_a_copy.py"))
    assert things > 50
    assert applied == 0, "what comes again is dropped"
    client.projects.register(key=f"project-{uuid4().hex[:12]}", name="One more")

    async def caught_up() -> None:
        # the feed and the snapshots hear of it one after the other
        more, since, _ = standing(run(system, tmp_path, "keep_a_copy.py"))
        assert more == things + 1, since

    await eventually(caught_up, seconds=60)


def test_every_program_on_the_page_is_one() -> None:
    text = (HERE / "README.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(programs) > 5
    for program in programs:
        # as the body of a function: some of them await
        compile("async def page():\n" + "".join(f"    {line}\n" for line in program.splitlines()), "README.md", "exec")


def test_every_method_on_the_page_exists() -> None:
    text = (HERE / "README.md").read_text(encoding="utf-8")
    client = Client("http://nowhere")
    for path in sorted(set(re.findall(r"client\.([a-z_.]+)\(", text))):
        found: object = client
        for name in path.split("."):
            found = getattr(found, name)
        assert callable(found), path
