"""A page as a test reads it: what it loads, its tags, and the words that a section says."""

import itertools
import re
from html.parser import HTMLParser

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ALONE = {"br", "img", "input", "link", "meta", "hr", "path", "circle", "rect"}


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, str | None, str]] = []
        self._said: dict[str, list[str]] = {}
        self._words: list[str] = []
        self._buttons: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag in {"script", "img", "iframe", "source"} and found.get("src"):
            self.loads.append(found["src"] or "")
        if tag == "link":
            self.loads.append(found["href"] or "")
        if tag not in ALONE:
            self._open.append((tag, found.get("aria-labelledby"), found.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ALONE:
            opened, *_ = self._open.pop()
            assert opened == tag, f"<{opened}> is closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._open and self._open[-1][0] == "button":
            self._buttons.append(data.strip())
        for tag, labelled, classes in self._open:
            if tag == "section" and labelled:
                self._said.setdefault(labelled, []).append(data)
            for name in classes.split():
                self._said.setdefault(f".{name}", []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def section(self, heading: str) -> str:
        """Return the words of the section that is labelled by a heading, with single spaces between them."""
        return re.sub(r"\s+", " ", " ".join(self._said[heading])).strip()

    def words(self, name: str) -> str:
        """Return the words of all that is of a class, with single spaces between them."""
        return self.section(f".{name}") if self.has(f".{name}") else ""

    @property
    def text(self) -> str:
        """All words of the page, with single spaces between them."""
        return re.sub(r"\s+", " ", " ".join(self._words)).strip()

    def buttons(self) -> list[str]:
        """Return what stands on the buttons."""
        return list(self._buttons)

    def has(self, heading: str) -> bool:
        """Say whether there is a section that is labelled by a heading."""
        return heading in self._said

    def links(self) -> list[str]:
        return [one["href"] or "" for one in self.all("a")]


def refuse_barriers(page: Page) -> None:
    """Hold a page to what everybody needs to find their way in it, also without seeing it."""
    assert page.all("html")[0]["lang"] == "en-GB"
    assert page.links()[0] == "#main"
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(heading.get("scope") in {"col", "row"} for heading in page.all("th"))
    assert all(picture.get("aria-hidden") == "true" for picture in page.all("svg"))
    names = [found["id"] for _, found in page.tags if "id" in found]
    assert len(names) == len(set(names)), "an id stands twice"
    labelled = [one["aria-labelledby"] for one in page.all("section")]
    assert set(labelled) <= set(names)
    levels = [int(tag[1]) for tag, _ in page.tags if tag in {"h1", "h2", "h3", "h4"}]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), "a level is left out"
    within = [link.removeprefix("#") for link in page.links() if link.startswith("#")]
    assert set(within) <= set(names), "a link within the page leads nowhere"
