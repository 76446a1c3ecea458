"""Turning a template into a page: plain HTML, complete without a script, that loads nothing from anywhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from shared.pages.assets import read

SHARED = Path(__file__).parent / "templates"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Vary": "Accept",
}
"""What a browser may do with a page: show it, style it, send its form back to us, and nothing else."""

FORM_HEADERS = HEADERS | {"Referrer-Policy": "same-origin"}
"""For pages whose forms change something: with no referrer at all, a browser does not say where a form comes from."""


def first_upper(text: str) -> str:
    """Return a text with a capital at its start, and the rest as it is."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody goes on from a page that is not there: its address and name, and what `lost` readers find."""

    address: str
    name: str
    lost: str


class Pages:
    """The pages of one service: its templates beside the shared ones, and the files they load.

    `folder` holds `templates`, and `assets` where the service has files of its own; `assets` is the address they are
    served under. A service serves all it loads itself, so that its pages look the same whatever its neighbours do.
    """

    def __init__(
        self,
        folder: Path,
        *,
        assets: str,
        home: Home,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        self.prefix = assets
        self.assets = read(assets, folder / "assets")
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder / "templates"), FileSystemLoader(SHARED)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"first_upper": first_upper} | dict(filters or {})
        self._environment.globals |= {"asset": self.assets.addresses.__getitem__, "home": home} | dict(values or {})

    def page(self, template: str, **values: Any) -> bytes:
        """Return a page."""
        return self._environment.get_template(template).render(**values).encode()
