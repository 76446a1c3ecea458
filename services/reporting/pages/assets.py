"""The files that pages need: read once, and named after their content so that browsers may keep them for good."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "assets"
MEDIA_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    content: bytes
    media_type: str


def _read() -> tuple[dict[str, str], dict[str, Asset]]:
    """Return the address of each file, and the files by the name they are served under."""
    addresses: dict[str, str] = {}
    served: dict[str, Asset] = {}
    # the style sheet last: it names the fonts
    for path in sorted(FOLDER.iterdir(), key=lambda path: (path.suffix == ".css", path.name)):
        if path.suffix not in MEDIA_TYPES:
            continue
        content = path.read_bytes()
        for name, address in addresses.items():
            content = content.replace(f'url("{name}")'.encode(), f'url("{address}")'.encode())
        name = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
        addresses[path.name] = f"/assets/{name}"
        served[name] = Asset(content, MEDIA_TYPES[path.suffix])
    return addresses, served


ADDRESSES, SERVED = _read()
