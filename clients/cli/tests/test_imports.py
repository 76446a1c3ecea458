"""Importing files: a dry run, a file that is refused whole with its mistakes, and one that is taken in once."""

import csv
import io
import os
import pty
import re
import signal
import subprocess
from pathlib import Path

import pytest

from .conftest import COMMAND, Partnership

HEAD = "council,deliverable,state,effective\n"
GOOD = HEAD + "clackmannanshire,gdpr-action-plan,considering,2026-10-01\nhighland,gdpr-action-plan,planned,2026-10-01\n"
MISTAKES = 25
BAD = GOOD + "".join(f"atlantis-{number},gdpr-action-plan,planned,2026-10-01\n" for number in range(MISTAKES))


@pytest.fixture
def good(tmp_path: Path) -> str:
    """A file without mistakes."""
    return written(tmp_path / "good.csv", GOOD)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    """A file with more mistakes than are shown at once."""
    return written(tmp_path / "bad.csv", BAD)


def written(file: Path, text: str) -> str:
    file.write_text(text)
    return str(file)


def test_a_file_is_tried_then_taken_in_and_a_second_time_changes_nothing(good: str, office: Partnership) -> None:
    tried = office("adoption", "import", good, "--dry-run")
    assert tried.code == 0, tried.err
    assert "2 new" in tried.out
    assert "Nothing was changed" in tried.out
    assert office("adoption", "show", "highland", "gdpr-action-plan", "--json").json["state"] == "invited"

    taken = office("adoption", "import", good, "--json")
    assert taken.code == 0, taken.err
    assert (taken.json["state"], taken.json["new"]) == ("done", 2)
    assert office("adoption", "show", "highland", "gdpr-action-plan", "--json").json["state"] == "planned"
    assert office("adoption", "import", good, "--json").json["known"] == 2


def test_a_file_with_mistakes_is_refused_whole_and_the_first_twenty_are_shown(bad: str, office: Partnership) -> None:
    refused = office("adoption", "import", bad, "--quiet")
    assert refused.code == 6
    lines = refused.out.splitlines()
    assert lines[0].split() == ["line", "column", "value", "message"]
    assert lines[1].split()[:3] == ["4", "council", "atlantis-0"]
    assert len(lines) == 1 + 20
    assert "25 mistakes" in refused.err
    assert "nothing of it was applied" in refused.err
    assert "5 more" in office("adoption", "import", bad).err


def test_all_mistakes_come_as_csv(bad: str, office: Partnership) -> None:
    refused = office("adoption", "import", bad, "--csv")
    assert refused.code == 6
    rows = list(csv.DictReader(io.StringIO(refused.out, newline="")))
    assert [row["line"] for row in rows] == [str(4 + number) for number in range(MISTAKES)]
    run = office("imports", "list", "--state", "refused", "--limit", "1", "--json").json["items"][0]
    assert office("imports", "errors", run["id"], "--csv").out == refused.out


def test_a_file_that_is_not_there_is_not_sent(office: Partnership) -> None:
    assert office("adoption", "import", "nowhere.csv").code == 2


def test_on_a_terminal_a_bar_shows_how_far_it_is(good: str, office: Partnership) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "adoption", "import", good, "--dry-run"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=office.whole_environment | {"TERM": "xterm"},
    ) as command:
        os.close(theirs)
        seen = b"".join(iter(lambda: _read(ours), b""))
        out, _ = command.communicate(timeout=30)
    os.close(ours)
    assert command.returncode == 0
    assert b"no mistakes" in out
    assert re.search(rb"(Sending|Checking).*\d+%", seen, re.DOTALL)


def test_ctrl_c_while_it_is_worked_through_says_that_it_goes_on(tmp_path: Path, office: Partnership) -> None:
    rows = (f"fife,{year}-{month:02},sponsor,1\n" for year in range(2030, 2130) for month in range(1, 13))
    file = written(tmp_path / "capacity.csv", "council,month,role,days\n" + "".join(rows))
    command = office.start("capacity", "import", file, "--dry-run")
    assert command.stderr is not None
    assert command.stderr.readline() == "Sending…\n"
    assert command.stderr.readline() == "Checking…\n"
    command.send_signal(signal.SIGINT)
    out, err = command.communicate(timeout=30)
    assert (command.returncode, out) == (130, "")
    run = re.search(r"partnership imports show (\S+)", err)
    assert run, err
    assert office("imports", "show", run.group(1), "--json").json["dry_run"] is True


def test_a_conflict_is_listed_and_decided(tmp_path: Path, office: Partnership) -> None:
    assert office("adoption", "move", "orkney-islands", "gdpr-action-plan", "planned").code == 0
    file = written(tmp_path / "feed.csv", HEAD + "orkney-islands,gdpr-action-plan,considering,\n")
    fed = office("adoption", "import", file)
    assert fed.code == 0, fed.err
    assert "1 in conflict" in fed.out
    waiting = ("conflicts", "list", "--state", "open", "--council", "orkney-islands", "--json")
    (found,) = office(*waiting).json["items"]
    assert (found["standing"]["content"]["state"], found["reported"]["content"]["state"]) == ("planned", "considering")
    settled = office("conflicts", "resolve", found["id"], "--keep", "standing", "--reason", "the feed is a week old")
    assert settled.code == 0, settled.err
    assert office(*waiting).json["items"] == []
    assert office("conflicts", "resolve", found["id"], "--keep", "reported", "--reason", "again").code == 1


def _read(terminal: int) -> bytes:
    """Return what a terminal was sent next; nothing once its other end is closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""
