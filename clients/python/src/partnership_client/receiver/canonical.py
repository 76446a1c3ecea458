"""Canonical JSON (RFC 8785): the same bytes, whoever writes them."""

import json
import math
from collections.abc import Mapping
from typing import Any

WHOLE_DIGITS = 21
SMALLEST_PLAIN = -6
"""Beyond these places of its point, JavaScript writes a number with an exponent."""


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of plain values; raise ValueError for what JSON has not (NaN, say)."""
    return _text(value).encode()


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, Mapping):
        # by UTF-16 code units, as JavaScript sorts
        members = sorted(value.items(), key=lambda one: one[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_text(name)}:{_text(one)}" for name, one in members) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_text(one) for one in value) + "]"
    raise ValueError(f"{type(value).__name__} is nothing that JSON has")


def _number(value: float) -> str:
    """Return a number as JavaScript writes it: the shortest digits that read back as the same double."""
    if not math.isfinite(value):
        raise ValueError("JSON has no NaN and no infinity")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    digits, _, exponent = repr(abs(value)).partition("e")
    whole, _, part = digits.partition(".")
    part = "" if part == "0" else part
    point = len(whole) + int(exponent or 0)
    digits = whole + part
    bare = digits.lstrip("0")
    point -= len(digits) - len(bare)
    bare = bare.rstrip("0")
    return sign + _placed(bare, point)


def _placed(digits: str, point: int) -> str:
    """Return digits with the point after so many of them, by the rules of ECMAScript."""
    count = len(digits)
    if count <= point <= WHOLE_DIGITS:
        return digits + "0" * (point - count)
    if 0 < point <= WHOLE_DIGITS:
        return f"{digits[:point]}.{digits[point:]}"
    if SMALLEST_PLAIN < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
    power = point - 1
    return f"{mantissa}e{'+' if power > 0 else '-'}{abs(power)}"
