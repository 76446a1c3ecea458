"""Dead letters on the command line: what the API can do, where there is no token or nothing that answers HTTP."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from shared.settings import Settings
from shared.verbs.dead_letters import dead_letters
from tests.support import bare, echo
from tests.support.echo import EFFECTS, Echo, effects, parked, renamed, say_raw
from tests.support.letters import Fault, letters
from tests.support.world import Running, World, free_port

ESCAPES = "\x1b]0;owned\x07"


@dataclass
class Said:
    """What a command wrote, and how it ended."""

    out: str
    err: str
    code: object


Command = Callable[..., Awaitable[Said]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Carry `dead-letters …` out in this process, as somebody named duty, with no broker."""
    monkeypatch.setenv("SUDO_USER", "duty")
    monkeypatch.setenv("COLUMNS", "150")

    async def carry_out(dsn: str, *arguments: str) -> Said:
        capsys.readouterr()
        settings = Settings(database_url=dsn, nats_url="nats://127.0.0.1:1")
        code: object = 0
        message = ""
        try:
            with capture_logs():  # which a process of its own keeps off standard output
                await dead_letters(Echo().service, settings, arguments)
        except SystemExit as end:
            # as the interpreter does: a text is written to standard error, and the code is 1
            message, code = (end.code, 1) if isinstance(end.code, str) else ("", end.code)
        out, err = capsys.readouterr()
        return Said(out, err + message, code)

    return carry_out


@pytest.fixture
async def hearing(world: World) -> Running:
    """An echo that has parked versions 1, 2 and 3 of one thing, and a message that nobody can read; it is stopped."""
    await world.streams("projects", "councils")
    listener = Echo()
    listener.interfere = Fault(RuntimeError("the handler has a fault"))
    running = await listener.start(world, time_scale=0.005)
    for _ in range(3):
        await world.say(renamed("bad"))
    await parked(running, 3)
    await say_raw(world, renamed("unread"), data=f'{{"name": "{ESCAPES}"'.encode())
    await parked(running, 4)
    return running


async def test_what_is_parked_is_told_in_lines_and_in_json(hearing: Running, command: Command) -> None:
    causes = await command(hearing.dsn, "causes")
    assert [line.split()[:2] for line in causes.out.splitlines()[1:]] == [
        ["2", "gap"],
        ["1", "failed"],
        ["1", "undecodable"],
    ]
    told = await command(hearing.dsn, "list", "--cause", "failed")
    head, line = told.out.splitlines()
    assert line.index("failed") == head.index("CAUSE")
    assert line.index("deliverable/bad @1") == head.index("ABOUT")
    assert "projects.deliverable-renamed.v1" in line
    assert len(line) <= 150
    as_json = json.loads((await command(hearing.dsn, "list", "--state", "all", "--limit", "3", "--json")).out)
    async with hearing.client("operations") as client:
        page = await letters(client, limit=3)
    assert as_json == {"items": page["items"], "next_after": page["items"][-1]["id"]}
    rest = json.loads((await command(hearing.dsn, "list", "--after", str(as_json["next_after"]), "--json")).out)
    assert [one["cause"] for one in rest["items"]] == ["undecodable"]


async def test_one_is_shown_whole_and_does_nothing_to_the_terminal(hearing: Running, command: Command) -> None:
    (row,) = await hearing.sql("SELECT id, event_id FROM dead_letter WHERE cause = 'undecodable'")
    shown = await command(hearing.dsn, "show", str(row["id"]))
    assert shown.code == 0
    assert str(row["event_id"]) in shown.out
    assert "ce-recordedtime" in shown.out
    assert "\x1b" not in shown.out
    assert "owned" in shown.out
    assert json.loads((await command(hearing.dsn, "show", str(row["id"]), "--json")).out)["id"] == row["id"]


async def test_letters_are_replayed_with_nothing_running(hearing: Running, command: Command) -> None:
    await hearing.stop()
    (first, *_) = [row["id"] for row in await hearing.sql("SELECT id FROM dead_letter ORDER BY version, id")]
    done = await command(hearing.dsn, "replay", str(first), "--reason", "The handler was mended.")
    assert (done.out, done.code) == ("Replayed 1; 0 stay as they were.\n", 0), done.err
    rest = await command(hearing.dsn, "replay", "--cause", "gap", "--by", "Person on duty")
    assert (rest.out, rest.code) == ("Replayed 2; 0 stay as they were.\n", 0), rest.err
    assert await effects(hearing, 3) == [("bad", 1), ("bad", 2), ("bad", 3)]
    audit = await command(hearing.dsn, "list", "--state", "settled")
    assert audit.out.count("operator:Person on duty") == 2
    assert "operator:duty" in audit.out
    assert "The handler was mended." in audit.out


async def test_what_cannot_be_replayed_is_named_and_the_command_fails(hearing: Running, command: Command) -> None:
    by_cause = {row["cause"]: row["id"] for row in await hearing.sql("SELECT id, cause FROM dead_letter")}
    said = await command(hearing.dsn, "replay", str(by_cause["undecodable"]), str(by_cause["failed"]), "999")
    assert said.code == 1
    head, *failed = said.out.splitlines()
    assert head == "Replayed 1; 2 stay as they were:"
    assert failed[0].startswith(f"  {by_cause['undecodable']} (undecodable): It still cannot be read")
    assert failed[1] == "  999 (not-found): There is no dead letter 999."
    assert "Traceback" not in said.err
    as_json = await command(hearing.dsn, "replay", "--cause", "undecodable", "--json")
    assert as_json.code == 1
    assert json.loads(as_json.out)["failed"][0]["code"] == "undecodable"


async def test_a_gap_is_accepted_and_letters_given_up_by_cause_on_record(hearing: Running, command: Command) -> None:
    given_up = await command(hearing.dsn, "discard", "--cause", "failed", "--reason", "It makes no sense.")
    assert (given_up.out, given_up.code) == ("Discarded 1; 0 stay as they were.\n", 0)
    gaps = [row["id"] for row in await hearing.sql("SELECT id FROM dead_letter WHERE cause = 'gap' ORDER BY version")]
    refused = await command(hearing.dsn, "replay", str(gaps[0]))
    assert (refused.code, "(gap)" in refused.out) == (1, True)
    accepted = await command(hearing.dsn, "replay", str(gaps[0]), "--accept-gap", "--reason", "Version 1 is gone.")
    assert accepted.code == 0, accepted.out
    (row,) = await hearing.sql("SELECT settled_by, settled_reason FROM dead_letter WHERE id = $1", gaps[0])
    assert tuple(row) == (
        "operator:duty",
        "accepted that versions 1 to 1 of deliverable/bad are missing: Version 1 is gone.",
    )
    assert (await command(hearing.dsn, "replay", "--cause", "gap")).code == 0
    assert await effects(hearing, 2) == [("bad", 2), ("bad", 3)]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["replay"],
        ["replay", "1", "--cause", "gap"],
        ["replay", "1", "--accept-gap"],
        ["replay", "1", "2", "--accept-gap", "--reason", "r"],
        ["replay", "--cause", "gap", "--accept-gap", "--reason", "r"],
        ["discard", "1"],
        ["discard", "1", "--reason", " "],
        ["discard", "0", "--reason", "r"],
        ["show", "all"],
        ["list", "--state", "lost"],
    ],
    ids=" ".join,
)
async def test_a_command_that_is_not_clear_does_nothing(arguments: list[str], command: Command) -> None:
    said = await command("postgresql://127.0.0.1:1/none", *arguments)
    assert said.code == 2, said
    assert "usage: " in said.err


async def test_a_database_that_is_away_is_named_in_words(command: Command) -> None:
    said = await command(f"postgresql://127.0.0.1:{free_port()}/none", "list")
    assert said.code == 1
    assert said.err.strip() == "reporting: The database does not answer; nothing was changed. Try again in a moment."


async def test_the_command_line_of_a_service_has_the_verb_and_keeps_its_logs_apart(hearing: Running) -> None:
    environment = os.environ | {"NATS_USER": "reporting", "DATABASE_URL": hearing.dsn}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", echo.__name__, "dead-letters", "replay", "--cause", "undecodable", "--json"),
        env=environment,
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 1
    assert [failed["code"] for failed in json.loads(out)["failed"]] == ["undecodable"]
    assert json.loads(err.splitlines()[0])["event"] == "a dead letter could not be replayed"


async def test_nothing_parked_is_said_in_words(world: World, command: Command) -> None:
    running = await bare.start(world, Echo().service, EFFECTS)
    await running.stop()
    assert (await command(running.dsn, "causes")).out == "Nothing is parked.\n"
    assert (await command(running.dsn, "list")).out == "There are none.\n"
