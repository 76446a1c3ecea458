"""Server-sent events, as bytes come in: fields gathered until a blank line."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """What came between two blank lines; a comment alone has no data."""

    id: str | None = None
    data: str | None = None
    retry_seconds: float | None = None


class Frames:
    """Puts frames together from pieces that are cut anywhere.

    Lines end with CR, LF or both, and with nothing else: what Python takes for line ends besides may be in the data.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._fields: dict[str, list[str]] = {}

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """Take a piece in, and yield every frame that it completes."""
        self._rest += piece
        # a CR at the end may be half of a line end
        whole = self._rest[:-1] if self._rest.endswith(b"\r") else self._rest
        lines = whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = lines.pop() + self._rest[len(whole) :]
        for line in lines:
            if line:
                name, _, value = line.decode("utf-8", "replace").partition(":")
                self._fields.setdefault(name, []).append(value.removeprefix(" "))
            elif self._fields:
                yield self._frame()

    def _frame(self) -> Frame:
        fields, self._fields = self._fields, {}
        retry = fields.get("retry", [""])[-1]
        return Frame(
            id=fields["id"][-1] if "id" in fields else None,
            data="\n".join(fields["data"]) if "data" in fields else None,
            retry_seconds=int(retry) / 1000 if retry.isdigit() else None,
        )
