"""Keys, names, texts and links: what may stand in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.values import Key, Link, Name, Text

KEY, NAME, TEXT, LINK = (TypeAdapter(kind) for kind in (Key, Name, Text, Link))


@pytest.mark.parametrize("key", ["gdpr-readiness", "a", "0", "2019-portfolios", "x" * 80])
def test_a_key_is_lower_case_letters_digits_and_single_hyphens(key: str) -> None:
    assert KEY.validate_python(key) == key


@pytest.mark.parametrize(
    "key", ["", "-a", "a-", "a--b", "A", "a b", " a", "a\n", "a.b", "a*", "a>", "ä", "a/b", "x" * 81, "a\x00", 1, None]
)
def test_what_is_no_key_is_refused(key: object) -> None:
    with pytest.raises(ValidationError):
        KEY.validate_python(key)


@given(st.lists(st.text("abz059", min_size=1, max_size=10), min_size=1, max_size=7).map("-".join))
def test_every_key_may_stand_in_a_subject_and_in_an_address(key: str) -> None:
    assert KEY.validate_python(key) == key
    assert not set(key) & set(".*> /?#%\t\n")


@pytest.mark.parametrize(
    "name", ["Comhairle nan Eilean Siar", "Àrainneachd", "GDPR: «Readiness»", "数据", "🙂", "x" * 200]
)
def test_a_name_is_one_line_in_any_language(name: str) -> None:
    assert NAME.validate_python(f"  {name} ") == name


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 201, "a\x00b", "a\x1bb", "a\nb", "a\tb", "a\rb", "a\u2028b", "a\x7f", 1, None]
)
def test_a_name_that_is_empty_long_or_more_than_a_line_is_refused(name: object) -> None:
    with pytest.raises(ValidationError):
        NAME.validate_python(name)


def test_a_text_has_paragraphs_and_an_end() -> None:
    assert TEXT.validate_python("One.\n\n\tTwo.") == "One.\n\n\tTwo."
    assert TEXT.validate_python("x" * 4000)
    for bad in ("x" * 4001, "x" * 10_000, "a\x00b", "a\x08b"):
        with pytest.raises(ValidationError):
            TEXT.validate_python(bad)


@pytest.mark.parametrize("link", ["https://digitaloffice.scot/updates/18", "http://example.org/a?b=c#d"])
def test_a_link_leads_somewhere_on_the_web(link: str) -> None:
    assert LINK.validate_python(link) == link


@pytest.mark.parametrize(
    "link",
    [
        "",
        "example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://a b",
        "https://a\nb",
        "ftp://a",
    ],
)
def test_what_is_no_link_is_refused(link: str) -> None:
    with pytest.raises(ValidationError):
        LINK.validate_python(link)
