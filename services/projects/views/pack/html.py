"""The pack as a page: it stands alone, needs no script, and says nothing by colour alone."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.projects.views.pack.content import Pack

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(pack: Pack) -> bytes:
    """Return the page."""
    return _pages.get_template("pack.html").render(pack=pack).encode()
