"""The walk of the README with webhooks, typed command by command as it stands there, on a running system."""

import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

from tests.support.whole import Whole

README = Path(__file__).resolve().parents[2] / "README.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"^URL=\S+ +BOX=\S+ +SECRET=\$\([^)]*\).*$", re.MULTILINE)
TAKEN = "$(curl -s $BOX/endpoints/good/lines | grep -c ' 204 ')"
TOLD = """$(curl -s $BOX/mails.json | grep -o '"reader"' | wc -l)"""
PAUSED = """api $URL/api/v1/subscriptions/$ID | grep -q '"state":"paused"'"""
SLEEPS = {
    "sleep 2\ncurl -s $BOX/endpoints/good/lines  ": f"[ {TAKEN} -ge 2 ]",
    "sleep 25": f"{PAUSED} && [ {TOLD} -ge 2 ]",
    "sleep 2             #": f"[ {TAKEN} -ge 5 ]",
}
"""What people wait a moment for: here it is waited for until it is so, however busy the machine is."""
Json = dict[str, Any]


def blocks() -> list[str]:
    """Return what the README has its reader type, block by block."""
    section = README.read_text(encoding="utf-8").partition("## Hear what you asked for")[2].partition("\n## ")[0]
    return BLOCK.findall(section)


class Walk:
    """A shell in which the commands are typed, one block after another."""

    def __init__(self, folder: Path, whole: Whole) -> None:
        self._folder = folder
        self._printed = f"URL={whole.url}  BOX={whole.box}  SECRET='{whole.council_secret}'"

    def type(self, block: str) -> str:
        """Type a block after those before; return what it shows."""
        script = PRINTED.sub(lambda _: self._printed, waiting(block))
        kept = self._folder / "variables"
        before = f". {kept}\n" if kept.exists() else ""
        after = f'\n{{ declare -p ID KEY TOKEN URL BOX; declare -f api move; echo "set -- $1 $2"; }} > {kept}\n'
        done = subprocess.run(
            ["bash", "-c", f"{before}{script}{after}"],
            cwd=self._folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "NO_PROXY": "*"},
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        assert done.returncode == 0, f"{done.stderr}\n{done.stdout}"
        assert done.stderr == ""
        return done.stdout


def walk_through(whole: Whole, folder: Path, *, endpoints: str | None = None) -> None:
    """Type all of it, and judge what came; `endpoints` is where the system finds the box, where that is elsewhere."""
    subscribe, receive, break_and_heal = blocks()
    walk = Walk(folder, whole)
    shown = walk.type(subscribe.replace("'$BOX'", endpoints or "'$BOX'"))
    assert '"state":"active"' in shown, shown
    assert (folder / "made.json").read_text(encoding="utf-8").count("whsec_") == 1

    shown = walk.type(receive)
    *lines, mine, theirs = shown.splitlines()
    assert theirs.split() == [f"v1,{mine}"], shown
    assert [line.split()[1:4] for line in lines if line] == [["204", "signature", "right"]] * 2, shown

    shown = walk.type(break_and_heal)
    assert '"state":"paused"' in shown, shown
    with httpx.Client(trust_env=False) as http:
        got = http.get(f"{whole.box}/endpoints/good/got").raise_for_status().json()["got"]
        mails = http.get(f"{whole.box}/mails.json").raise_for_status().json()["mails"]
    taken = [one for one in got if one["answered"] == 204]
    assert len(taken) == 5, shown
    assert len({one["headers"]["webhook-id"] for one in taken}) == 5
    assert in_order(taken)
    readers = sorted(mail["reader"] for mail in mails)
    assert readers == ["council-digital-lead@fife.example", "security-contact@fife.example"]
    assert {mail["headers"]["Subject"] for mail in mails} == {
        "Paused: Our case system gets no events of the Partnership"
    }


def waiting(block: str) -> str:
    """Return a block that waits for what it shows next, and not for a time."""
    for sleep, until in SLEEPS.items():
        if sleep in block:
            command, after = re.fullmatch(r"(sleep \d+)(.*)", sleep, re.DOTALL).groups()  # type: ignore[union-attr]
            block = block.replace(f"{command}{after}", f"until {until}; do sleep 0.2; done{after}", 1)
    assert not re.search(r"sleep \d+\b(?!\.)", block), f"it is not said what this waits for:\n{block}"
    return block


def in_order(taken: list[Json]) -> bool:
    """Say whether the events of each line came in their order, and none twice."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for one in taken:
        numbers[one["event"]["aggregate"]].append(int(one["event"]["sequence"]))
    return len(numbers) == 2 and all(found == sorted(set(found)) for found in numbers.values())
