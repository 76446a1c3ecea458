"""The output layer: what stands where, on a terminal, in a pipe, for a screen reader, as JSON and as CSV."""

import csv
import io
import json
import re
from typing import Any

import pytest
from partnership_cli.show import Form, Show, columns
from partnership_cli.values import field, words
from partnership_cli.words import counted

PROJECTS = columns("key", "name", "since=phase.since", more=("leads",))
LONG = "A name that goes on and on, so that no terminal of forty columns could ever show the whole of it in a line"
ROWS: list[dict[str, Any]] = [
    {"key": "gdpr-readiness", "name": "GDPR, «Readiness»", "phase": {"since": "2018-02"}, "leads": ["fife", "glasgow"]},
    {"key": "telecare", "name": LONG, "phase": {"since": None}, "leads": []},
]
PAGE = {"items": ROWS, "next": None}


class Terminal(io.StringIO):
    """Keeps what is written, and says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(form: Form = Form.TABLE, page: dict[str, Any] | None = None, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO()
    Show(form, out=out, err=io.StringIO()).listing(page or PAGE, PROJECTS)
    return out.getvalue()


def test_a_pipe_gets_a_table_without_lines_that_is_cut_nowhere() -> None:
    lines = shown().splitlines()
    assert lines[0].split() == ["key", "name", "since"]
    assert lines[1].startswith("gdpr-readiness  GDPR, «Readiness»")
    assert lines[2].startswith("telecare        ")
    assert LONG in lines[2]
    assert "─" not in shown()
    assert lines[2].endswith("-"), "no value is said, not left out"


def test_a_wide_terminal_gets_a_table_whose_long_words_are_folded_and_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    text = re.sub(r"\x1b\[\d*m", "", shown(out=Terminal()))
    assert all(len(line.rstrip()) <= 80 for line in text.splitlines())
    folded = " ".join(text.split())
    for word in ("gdpr-readiness", "whole", "line", "2018-02"):
        assert word in folded
    assert "…" not in text


def test_a_terminal_too_narrow_for_a_table_gets_a_line_for_each_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert shown(out=Terminal()).splitlines()[:3] == [
        "key: gdpr-readiness",
        "name: GDPR, «Readiness»",
        "since: 2018-02",
    ]


def test_plain_has_a_line_for_each_field_and_nothing_that_is_drawn() -> None:
    text = shown(Form.PLAIN, out=Terminal())
    assert text.split("\n\n")[0].splitlines() == ["key: gdpr-readiness", "name: GDPR, «Readiness»", "since: 2018-02"]
    assert not set(text) & set("\x1b─│")


def test_no_colour_is_used_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[3" not in shown(out=Terminal())


def test_json_is_one_document_as_the_api_gave_it() -> None:
    assert json.loads(shown(Form.JSON)) == PAGE


def test_csv_reads_back_with_every_field_and_ends_its_lines_as_the_standard_says() -> None:
    page = {"items": [*ROWS, {"key": 'a"b', "name": "two\nlines, one cell", "phase": None, "leads": ["x"]}]}
    text = shown(Form.CSV, page)
    assert text.startswith("key,name,phase.since,leads\r\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["key"] for row in rows] == ["gdpr-readiness", "telecare", 'a"b']
    assert rows[0]["leads"] == "fife;glasgow"
    assert rows[1]["phase.since"] == ""
    assert rows[2]["name"] == "two\nlines, one cell"


def test_an_empty_list_still_names_its_columns_as_csv_and_says_so_to_people() -> None:
    nothing: dict[str, Any] = {"items": [], "next": None}
    assert shown(Form.CSV, nothing) == "key,name,phase.since,leads\r\n"
    out, err = io.StringIO(), io.StringIO()
    Show(out=out, err=err).listing(nothing, PROJECTS)
    assert (out.getvalue(), err.getvalue()) == ("", "Nothing found.\n")


def test_what_a_page_says_beside_its_items_is_shown_below_them() -> None:
    text = shown(page={"items": ROWS[:1], "next": None, "as_at": "2018-06-01", "not_known": ["fife"]})
    assert text.endswith("\n\nas at:     2018-06-01\nnot known: fife\n")


def test_one_thing_shows_its_fields_then_what_is_inside_it_under_headings() -> None:
    out = io.StringIO()
    answer = {
        "href": "/api/v1/releases/one",
        "version": 3,
        "key": "one",
        "closed_on": None,
        "signed": True,
        "share": {"numerator": 12, "denominator": 31, "as_at": "2018-12-31"},
        "deliverables": [{"deliverable": "toolkit", "missing": [{"what": "state", "text": "It is planned"}]}],
        "confidence": {"own": {"shown": "green", "reason": None}},
    }
    Show(out=out, err=io.StringIO()).document(answer)
    assert out.getvalue().splitlines() == [
        "key:     one",
        "signed:  yes",
        "share:   12 of 31 (as at 2018-12-31)",
        "version: 3",
        "(empty: closed on)",
        "",
        "Deliverables",
        "deliverable  missing",
        "toolkit      It is planned",
        "",
        "Confidence - own",
        "shown: green",
        "(empty: reason)",
    ]


COMMITMENT = {"role": "sponsor", "days_per_month": 2}


@pytest.mark.parametrize(
    ("value", "said", "in_csv"),
    [
        (None, "-", ""),
        ([], "-", ""),
        (False, "no", "false"),
        (0, "0", "0"),
        (1.5, "1.5", "1.5"),
        (["a", "b"], "a, b", "a;b"),
        (COMMITMENT, "role: sponsor, days per month: 2", json.dumps(COMMITMENT)),
        ({"numerator": 1, "denominator": None, "as_at": "2018"}, "1 of an unknown number (as at 2018)", None),
    ],
)
def test_a_value_is_said_in_words_and_kept_for_programs(value: Any, said: str, in_csv: str | None) -> None:
    assert words(value) == said
    if in_csv is not None:
        assert field(value) == in_csv


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 day"), (1.0, "1 day"), (0.5, "0.5 days"), (0, "0 days"), (1_000_000, "1,000,000 days")]
)
def test_a_sentence_counts_as_people_do(number: float, said: str) -> None:
    assert counted(number, "day") == said
