"""The path of a thing, from words that people typed."""

from urllib.parse import quote

from partnership_cli.errors import Exit, StoppedError


def path(*words: str) -> str:
    """Return the words as a path; what would mean another path is refused."""
    for word in words:
        if word.strip() in {"", ".", ".."}:
            raise StoppedError(f"'{word}' is no key.", exits=Exit.USAGE)
    return "".join(f"/{quote(word, safe='')}" for word in words)
