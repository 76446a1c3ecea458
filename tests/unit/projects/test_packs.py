"""The pack of a call: the same words on a page and in a tagged PDF, and nothing that people write is read as code."""

import re
import zlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.projects.models import CallVersion
from services.projects.views.pack import html, pack, pdf

HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "= A heading\n\n*bold* _thin_ $x^2$ <label> @ref // gone /* gone */",
    '#{ while true {} }"]',
    '"}] #include "pack.typ"',
    "<script>alert(1)</script>",
    "{{ pack }} {% for %}",
    "\u202e\u2028 x",
    "🙂 漢字 Gàidhlig ŵ \ufffd",
    "\\u{0} \\ \n\n\n \t",
]


def call(text: str = "Help us", **said: Any) -> CallVersion:
    asks = [
        {
            "role": "project-lead",
            "days_per_month": 2.5,
            "starts": "2027-03-01",
            "ends": "2027-05-31",
            "councils_wanted": None,
        }
    ]
    content = {
        "title": text,
        "summary": f"{text}\n\nMore of it",
        "asks": asks,
        "benefits": [text],
        "deadline": "2027-02-01",
        "contact_role": "project-lead",
        "demonstration": False,
    }
    return CallVersion(
        call="a-call",
        number=2,
        project="gdpr",
        state=said.pop("state", "published"),
        content=content | said,
        effective=date(2027, 1, 1),
        recorded_at=datetime.now(UTC),
    )


def raw(made: bytes) -> bytes:
    """Return what a PDF says, with its streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    opened = []
    for one in streams:
        try:
            opened.append(zlib.decompress(one))
        except zlib.error:
            opened.append(one)
    return made + b"".join(opened)


def test_the_pdf_is_tagged_and_says_its_language_title_and_standard() -> None:
    said = raw(pdf(pack(call(), "GDPR")))
    assert said.startswith(b"%PDF-1.7")
    for wanted in (
        rb"/MarkInfo",
        rb"/Marked true",
        rb"/Lang ?\(en-GB\)",
        rb"/DisplayDocTitle true",
        rb"/Scope ?/Column",
    ):
        assert re.search(wanted, said), wanted
    for tag in (b"Table", b"TH", b"H1", b"H2", b"L"):
        assert re.search(rb"/S ?/" + tag + rb"\b", said), tag
    assert b"pdfuaid" in said
    assert b"Help us" in said


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_never_read_as_code(text: str) -> None:
    made = pack(call(text.strip() or "x"), text)
    assert pdf(made).startswith(b"%PDF")
    page = html(made).decode()
    assert "<script" not in page
    if "<script>" in text:
        assert "&lt;script&gt;" in page


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_any_text_makes_a_page_and_a_pdf(text: str) -> None:
    made = pack(call(text), text)
    assert pdf(made).startswith(b"%PDF")
    assert html(made).decode().count("<tr role=") == 2


def test_the_page_has_a_language_headings_in_order_and_a_table_that_says_what_its_cells_are() -> None:
    page = html(pack(call(), "GDPR")).decode()
    assert '<html lang="en-GB">' in page
    assert re.findall(r"<h([1-6])", page) == ["1", "2", "2", "2", "2"]
    assert page.count('<th scope="col"') == 5
    assert page.count('<th scope="row"') == 1
    assert "<caption>" in page
    assert "2.5" in page
    assert "1 March 2027" in page
    assert "the project lead of the project" in page


@pytest.mark.parametrize(
    ("said", "notice"),
    [
        ({"state": "closed"}, "Closed"),
        ({"state": "withdrawn"}, "Withdrawn"),
        ({"state": "draft"}, "Draft"),
        ({"demonstration": True}, "Demonstration"),
    ],
)
def test_what_must_be_known_first_is_said_in_words(said: dict[str, Any], notice: str) -> None:
    assert f"<strong>{notice}.</strong>" in html(pack(call(**said), "GDPR")).decode()
    assert "<strong>" not in html(pack(call(), "GDPR")).decode()
