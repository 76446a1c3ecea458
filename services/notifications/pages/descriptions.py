"""What docstrings say of events, for people: paragraphs, the first sentence, and `words` of programs set apart."""

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"`([^`]+)`")


def coded(text: str) -> Markup:
    """Return a text whose `words of programs` look like such."""
    whole = Markup()
    for number, part in enumerate(_CODE.split(text)):
        whole += Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
    return whole


def paragraphs(text: str) -> list[Markup]:
    """Return a description by its paragraphs."""
    return [coded(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]


def first_sentence(text: str) -> Markup:
    """Return what a description begins with."""
    first = " ".join(text.partition("\n\n")[0].split())
    return coded(re.split(r"(?<=[.;])\s", first, maxsplit=1)[0].rstrip(";."))


def plain_name(name: str) -> str:
    """Return a name of programs as people write it: signing_key is signing key."""
    return name.replace("_", " ").replace("-", " ")
