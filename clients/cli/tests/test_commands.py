"""The command against a real system: what it shows, what it changes, and each number it ends with."""

import csv
import io
import re
import signal
from pathlib import Path

import orjson
import pytest

from tests.support.whole import Whole

from .conftest import Partnership, client_of

LISTS = (
    ("projects", "list"),
    ("deliverables", "list"),
    ("releases", "list"),
    ("councils", "list"),
    ("members", "list"),
    ("members", "counts"),
    ("adoption", "list", "--council", "fife"),
    ("calls", "list"),
    ("capacity", "list"),
    ("benefits", "profiles"),
    ("clients", "list"),
    ("events", "list", "--limit", "5"),
    ("events", "types"),
    ("report", "list"),
)

NOT_ALWAYS = {"causationid"}
"""Attributes that an event has only where there is something to say."""


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_every_list_is_the_same_list_as_a_table_as_json_and_as_csv(words: tuple[str, ...], office: Partnership) -> None:
    table, page, rows = office.here(*words), office.here(*words, "--json"), office.here(*words, "--csv")
    assert (table.code, page.code, rows.code) == (0, 0, 0), table.err + page.err + rows.err
    items = page.json["items"]
    read = list(csv.DictReader(io.StringIO(rows.out, newline="")))
    assert len(read) == len(items)
    if items:
        assert {name.partition(".")[0] for name in read[0]} <= items[0].keys() | NOT_ALWAYS, "every column is a field"
    for row, item in zip(read, items, strict=True):
        assert {row[name] for name in row if name in item and isinstance(item[name], str)} <= {*map(str, item.values())}
        assert next(iter(row.values())) in table.out
    assert "…" not in table.out


async def test_json_is_what_the_api_says(system: Whole, office: Partnership) -> None:
    async with system.client() as api:
        said = (await api.get("/api/v1/projects/gdpr-readiness")).json()
    assert office("projects", "show", "gdpr-readiness", "--json").json == said


def test_a_list_of_several_pages_is_shown_whole_or_as_much_as_is_wanted(office: Partnership) -> None:
    whole = office("adoption", "list", "--json").json
    assert len(whole["items"]) > 200
    assert whole["next"] is None
    assert office("adoption", "list", "--limit", "201", "--json").json["items"] == whole["items"][:201]


def test_a_retired_code_finds_its_council_and_says_so(office: Partnership) -> None:
    done = office("councils", "show", "S12000015")
    assert done.code == 0
    assert "S12000047" in done.out
    assert "retired code" in done.err
    assert office("councils", "show", "S12000015", "--quiet").err == ""


def test_reports_need_no_login_and_tell_numerator_denominator_and_date(system: Whole, tmp_path: Path) -> None:
    anybody = Partnership(tmp_path, {"PARTNERSHIP_URL": system.url})
    done = anybody("report", "adoption", "--as-at", "2018-12-31", "--plain")
    assert done.code == 0
    assert re.search(r"^in use: 0 of \d+ \(as at 2018-12-31\)$", done.out, re.MULTILINE)
    refused = anybody("projects", "list")
    assert (refused.code, refused.out) == (4, "")
    assert "partnership login" in refused.err


def test_log_in_asks_the_service_first_and_keeps_what_it_took(system: Whole, tmp_path: Path) -> None:
    person = Partnership(tmp_path / "settings")
    secret = tmp_path / "secret"
    secret.write_text("wrong")
    login = ("login", "--url", system.url, "--client-id", system.client_id, "--profile", "office")
    wrong = person(*login, "--secret-file", str(secret))
    assert wrong.code == 4
    assert not (tmp_path / "settings").exists()

    right = person(*login, "--secret-stdin", stdin=system.secret + "\n")
    assert right.code == 0, right.err
    assert system.secret not in right.out + right.err
    who = person("whoami", "--json").json
    assert (who["profile"], who["client_id"], who["council"]) == ("office", system.client_id, None)
    assert "programme:write" in who["scopes"]
    assert person("projects", "list", "--limit", "1").code == 0
    assert person("projects", "list", "--profile", "other").code == 2

    assert person("logout").code == 0
    assert person("logout").code == 3


def test_what_is_not_there_ends_with_3_and_says_where_to_look(office: Partnership) -> None:
    done = office("releases", "show", "release-nine")
    assert (done.code, done.out) == (3, "")
    assert "release-nine" in done.err
    assert "partnership releases list" in done.err


def test_what_is_not_valid_ends_with_6_and_names_what_was_given(office: Partnership) -> None:
    done = office("adoption", "move", "fife", "gdpr-action-plan", "finished")
    assert done.code == 6
    assert "state" in done.err
    assert office("projects", "show", "two words").code == 6


def test_what_the_rules_refuse_ends_with_1_in_the_services_words(office: Partnership) -> None:
    done = office("releases", "close", "release-one", "--yes")
    assert done.code == 1
    assert "closed" in done.err


def test_what_somebody_else_changed_meanwhile_ends_with_5(office: Partnership) -> None:
    line = ("adoption", "move", "angus", "gdpr-action-plan")
    version = office("adoption", "show", *line[2:], "--json").json["version"]
    first = office(*line, "considering", "--if-version", str(version))
    assert first.code == 0, first.err
    second = office(*line, "planned", "--if-version", str(version))
    assert second.code == 5
    assert "again" in second.err


def test_a_client_is_made_used_rotated_and_revoked_and_shown_its_secret_once(
    system: Whole, office: Partnership, tmp_path: Path
) -> None:
    scopes = ("--scope", "programme:read", "--scope", "adoptions:write")
    made = office("clients", "create", "moray-feed", "--name", "Moray's feed", "--council", "moray", *scopes)
    assert made.code == 0, made.err
    secret = made.out.strip()
    assert "not shown again" in made.err
    assert office("clients", "create", "moray-feed", "--name", "Again", *scopes).code == 5

    moray = client_of(system, tmp_path / "moray", "moray-feed", secret)
    assert moray("whoami", "--json").json["council"] == "moray"
    moved = moray("adoption", "move", "moray", "gdpr-action-plan", "considering")
    assert moved.code == 0, moved.err
    assert "considering" in moved.out
    others = moray("adoption", "move", "fife", "gdpr-action-plan", "considering")
    assert others.code == 4
    assert "scope" in moray("events", "list").err

    rotated = office("clients", "rotate", "moray-feed", "--keep-old", "0")
    assert rotated.code == 0
    assert moray("whoami").code == 4
    moray.environment["PARTNERSHIP_CLIENT_SECRET"] = rotated.out.strip()
    assert moray("whoami").code == 0

    asked = office("clients", "revoke", "moray-feed")
    assert asked.code == 2
    assert moray("whoami").code == 0
    assert office("clients", "revoke", "moray-feed", "--yes").code == 0
    assert moray("whoami").code == 4


def test_a_release_is_closed_and_its_manifest_verified_by_anybody(
    system: Whole, office: Partnership, tmp_path: Path
) -> None:
    wanting = office("releases", "close", "demonstration-release", "--yes")
    assert wanting.code in {1, 6}
    assert "--carry-over-to" in wanting.err
    closed = office("releases", "close", "demonstration-release", "--carry-over-to", "demonstration-next", "--yes")
    assert closed.code == 0, closed.err
    assert "sha-256" in closed.out

    manifest = tmp_path / "manifest.json"
    assert office("releases", "manifest", "demonstration-release", "--to", str(manifest)).code == 0
    anybody = Partnership(tmp_path / "nobody", {"PARTNERSHIP_URL": system.url})
    verified = anybody("releases", "verify", str(manifest))
    assert (verified.code, verified.err) == (0, "")
    assert "demonstration-release" in verified.out
    manifest.write_bytes(manifest.read_bytes().replace(b"demonstration", b"demonstratioN", 1))
    forged = anybody("releases", "verify", str(manifest))
    assert forged.code == 1
    assert "not what was sealed" in forged.err


def test_tail_shows_an_event_as_it_happens_one_object_a_line(office: Partnership) -> None:
    tail = office.start("events", "tail", "--type", "adoption-moved", "--json", "--count", "1")
    assert tail.stderr is not None
    assert "Waiting" in tail.stderr.readline()
    moved = office("adoption", "move", "dundee", "gdpr-action-plan", "considering")
    assert moved.code == 0, moved.err
    out, err = tail.communicate(timeout=30)
    assert tail.returncode == 0, err
    assert out.count("\n") == 1
    event = orjson.loads(out)
    assert event["type"].startswith("partnership.councils.adoption-moved.")
    assert (event["subject"], event["data"]["to_state"]) == ("dundee", "considering")


def test_ctrl_c_ends_it_with_130_and_no_traceback(office: Partnership) -> None:
    tail = office.start("events", "tail")
    assert tail.stderr is not None
    assert "Waiting" in tail.stderr.readline()
    tail.send_signal(signal.SIGINT)
    _, err = tail.communicate(timeout=30)
    assert (tail.returncode, err) == (130, "")


def test_a_reader_that_has_seen_enough_is_no_error(office: Partnership) -> None:
    listing = office.start("events", "list", "--limit", "1000", "--plain", "--quiet")
    assert listing.stdout is not None
    assert listing.stderr is not None
    assert listing.stdout.readline().startswith("time: ")
    listing.stdout.close()
    assert listing.wait(timeout=30) == 0
    assert listing.stderr.read() == ""
    listing.stderr.close()


def test_keys_are_completed_from_the_service(office: Partnership) -> None:
    office.environment |= {
        "_PARTNERSHIP_COMPLETE": "complete_bash",
        "COMP_WORDS": "partnership projects show gdpr",
        "COMP_CWORD": "3",
    }
    done = office()
    assert done.out.split() == ["gdpr-readiness"]
