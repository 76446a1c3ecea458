"""Reading CSV (RFC 4180) as it comes in, piece by piece: records with the line of the file on which each begins."""

import csv
from dataclasses import dataclass

BOM = b"\xef\xbb\xbf"
MOST_BYTES = 64 * 1024
"""What one record may take: a quotation mark that nobody closes must not swallow the file."""

NOT_TEXT = "is not UTF-8 text; save the file as UTF-8 ('CSV UTF-8' in a spreadsheet)"
NUL = "holds a NUL character, as no text does; save the file as UTF-8 ('CSV UTF-8' in a spreadsheet)"
BARE_RETURN = "holds a bare carriage return; end lines with LF or CRLF, and quote a value that holds one"
BAD_QUOTES = 'has text after a closing quotation mark; write a quotation mark inside a quoted value twice ("")'
NEVER_CLOSED = "opens a quotation mark that is not closed"
TOO_LONG = f"begins a record that is longer than {MOST_BYTES:,} bytes; a record ends with LF or CRLF"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file, or what is wrong with it; `line` is the line of the file on which it begins."""

    line: int
    fields: tuple[str, ...] = ()
    problem: str | None = None


class Records:
    """Cuts what is fed to it into records; it holds no more than the record that has not ended yet."""

    def __init__(self) -> None:
        self.lines = 0
        """How many lines of the file were read."""
        self.broken = False
        """Whether reading went no further: from there on, nobody can say where a record begins."""
        self._rest = b""
        self._open: list[bytes] = []
        self._size = self._quotes = self._began = 0

    def feed(self, piece: bytes) -> list[Record]:
        """Take the next piece of the file; return the records that it completes."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        found = self._records(lines)
        if not self.broken and len(self._rest) > MOST_BYTES:
            found.append(self._break(self.lines + 1 if not self._open else self._began, TOO_LONG))
        return found

    def close(self) -> list[Record]:
        """Take the end of the file; return the records that it completes."""
        found = self._records([self._rest]) if self._rest else []
        self._rest = b""
        if self._open and not self.broken:
            found.append(self._break(self._began, NEVER_CLOSED))
        return found

    def _records(self, lines: list[bytes]) -> list[Record]:
        found = []
        for line in lines:
            if self.broken:
                break
            record = self._line(line)
            if record is not None:
                found.append(record)
        return found

    def _line(self, line: bytes) -> Record | None:
        self.lines += 1
        if self.lines == 1:
            line = line.removeprefix(BOM)
        if not self._open:
            if b'"' not in line:
                return _plain(self.lines, line.removesuffix(b"\r"))
            self._began, self._size, self._quotes = self.lines, 0, 0
        self._open.append(line)
        self._size += len(line) + 1
        self._quotes += line.count(b'"')
        # an odd number of quotation marks: the line has ended inside a quoted value, and so the record goes on
        if self._quotes % 2 == 0:
            whole, self._open = b"\n".join(self._open), []
            return _quoted(self._began, whole.removesuffix(b"\r"))
        if self._size > MOST_BYTES:
            return self._break(self._began, f"{NEVER_CLOSED} within {MOST_BYTES:,} bytes")
        return None

    def _break(self, line: int, problem: str) -> Record:
        self.broken, self._open, self._rest = True, [], b""
        return Record(line, problem=problem)


def _plain(number: int, line: bytes) -> Record | None:
    """Return a record without quotation marks; None for an empty line."""
    if not line:
        return None
    if len(line) > MOST_BYTES:
        return Record(number, problem=TOO_LONG)
    if b"\r" in line:
        return Record(number, problem=BARE_RETURN)
    if b"\0" in line:
        return Record(number, problem=NUL)
    try:
        return Record(number, tuple(line.decode().split(",")))
    except UnicodeDecodeError:
        return Record(number, problem=NOT_TEXT)


def _quoted(number: int, text: bytes) -> Record:
    if b"\0" in text:
        return Record(number, problem=NUL)
    try:
        return Record(number, tuple(next(csv.reader([text.decode()], strict=True))))
    except UnicodeDecodeError:
        return Record(number, problem=NOT_TEXT)
    except csv.Error as error:
        return Record(number, problem=BARE_RETURN if "new-line" in str(error) else BAD_QUOTES)
