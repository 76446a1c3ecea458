"""The pack as a tagged PDF (PDF/UA-1). What people wrote goes in as data: Typst never reads it as its own language."""

import json
import re
from functools import lru_cache
from pathlib import Path

import typst

from services.projects.views.pack.content import Pack

TEMPLATE = (Path(__file__).parent / "pack.typ").read_bytes()
LATIN = re.compile(r"[^\n\x20-\x7e\xa0-\u024f\u2010-\u2027\u2030-\u205e\u20ac]")
ASCII = re.compile(r"[^\n\x20-\x7e]")
UNSHOWN = "\N{WHITE SQUARE}"
"""Stands for a character that the fonts of the PDF do not have; the page shows it."""


def pdf(pack: Pack) -> bytes:
    """Return the PDF; it takes a fraction of a second, so not in the loop that answers requests."""
    return _made(json.dumps(pack.as_data(), ensure_ascii=False))


@lru_cache(maxsize=64)
def _made(data: str) -> bytes:
    # PDF/UA refuses a character without a glyph; which ones have one, only Typst knows
    for shown in (data, LATIN.sub(UNSHOWN, data), ASCII.sub("?", data)):
        try:
            return _compiled(shown)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    raise ValueError("a PDF of plain letters could not be made")


def _compiled(data: str) -> bytes:
    made = typst.compile(
        TEMPLATE, sys_inputs={"pack": data}, pdf_standards="ua-1", ignore_system_fonts=True, timestamp=0
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made
