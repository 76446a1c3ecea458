"""Reading CSV: whatever a spreadsheet writes is read as it was written, and each record knows its line of the file."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.imports import reading
from shared.imports.reading import Record, Records

PIECES = ("a", "é", "Ò", " ", ",", '"', '""', "\n", "\r\n", "\r", ";", "\u2028", "\ufeff")
CELL = st.lists(st.sampled_from(PIECES), max_size=5).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)
TABLE = st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=12)


def read(file: bytes, *, piece: int = 1 << 20) -> list[Record]:
    records = Records()
    found = [one for start in range(0, len(file), piece) for one in records.feed(file[start : start + piece])]
    return found + records.close()


@given(
    table=TABLE,
    ending=st.sampled_from(["\r\n", "\n"]),
    last=st.booleans(),
    bom=st.booleans(),
    piece=st.integers(min_value=1, max_value=40),
)
def test_a_table_is_read_as_it_was_written_with_the_line_on_which_each_record_begins(
    *, table: list[list[str]], ending: str, last: bool, bom: bool, piece: int
) -> None:
    # a byte order mark is one only where a file begins
    table = [["first", "second"], *table]
    text, lines = io.StringIO(newline=""), []
    # a writer that ends lines with LF leaves a carriage return unquoted, which RFC 4180 does not know
    quoting = {"quoting": csv.QUOTE_MINIMAL if ending == "\r\n" else csv.QUOTE_ALL}
    writer = csv.writer(text, lineterminator=ending, **quoting)  # type: ignore[arg-type]
    for row in table:
        lines.append(text.getvalue().count("\n") + 1)
        writer.writerow(row)
    whole = text.getvalue()
    file = (whole if last else whole.removesuffix(ending)).encode()
    found = read((reading.BOM if bom else b"") + file, piece=piece)
    assert [one.problem for one in found] == [None] * len(table)
    assert [(one.line, list(one.fields)) for one in found] == list(zip(lines, table, strict=True))


def test_a_quoted_value_may_hold_lines_and_the_next_record_knows_its_own() -> None:
    found = read(b'a,b\n"one\r\ntwo\nthree",x\n\n\nlast,"y"\n')
    assert [(one.line, one.fields) for one in found] == [
        (1, ("a", "b")),
        (2, ("one\r\ntwo\nthree", "x")),
        (7, ("last", "y")),
    ]


@pytest.mark.parametrize(
    ("file", "line", "problem"),
    [
        (b"a,b\n1,\xff\n2,3\n", 2, reading.NOT_TEXT),
        (b'a,b\n"1\n",\xff"x"\n2,3\n', 2, reading.NOT_TEXT),
        (b'a,b\n"1"x,2\n2,3\n', 2, reading.BAD_QUOTES),
        (b"a,b\n1\r2,3\n2,3\n", 2, reading.BARE_RETURN),
        (b'a,b\n"1"\r2,3\n2,3\n', 2, reading.BARE_RETURN),
        (b"a,b\n1,\x002\n2,3\n", 2, reading.NUL),
        (b'a,b\n"1\n\x00",2\n2,3\n', 2, reading.NUL),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_reading_goes_on(file: bytes, line: int, problem: str) -> None:
    found = read(file)
    assert [(one.line, one.problem) for one in found if one.problem] == [(line, problem)]
    assert found[-1].fields == ("2", "3")


def test_a_quotation_mark_that_is_not_closed_is_told_where_it_opens_and_ends_the_reading() -> None:
    assert read(b'a,b\n1,"2\n3,4\n')[-1] == Record(2, problem=reading.NEVER_CLOSED)
    long = b'a,b\n1,"2\n' + b"x,y\n" * 20_000 + b'3,"4"\n'
    (heading, broken) = read(long, piece=4096)
    assert (heading.line, broken.line, broken.problem is not None) == (1, 2, True)


def test_a_file_of_one_endless_line_is_refused_before_it_fills_the_memory() -> None:
    records = Records()
    found = [one for _ in range(100) for one in records.feed(b"x" * 4096)]
    assert found == [Record(1, problem=reading.TOO_LONG)]
    assert records.feed(b"y,z\n") == []
    assert records.close() == []
