"""The files that pages need: read once, and named after their content so that browsers may keep them for good."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).parent / "assets"
MEDIA_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """The address of each file, and the files by the name they are served under."""

    addresses: Mapping[str, str]
    served: Mapping[str, Asset]


def read(prefix: str, *folders: Path) -> Assets:
    """Read the files that all pages need, and those of more folders, to be served under an address."""
    addresses: dict[str, str] = {}
    served: dict[str, Asset] = {}
    found = [path for folder in (SHARED, *folders) if folder.is_dir() for path in folder.iterdir()]
    # style sheets last: they name the fonts
    for path in sorted(found, key=lambda path: (path.suffix == ".css", path.name)):
        if path.suffix not in MEDIA_TYPES:
            continue
        content = path.read_bytes()
        for name, address in addresses.items():
            content = content.replace(f'url("{name}")'.encode(), f'url("{address}")'.encode())
        name = f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
        addresses[path.name] = f"{prefix}/{name}"
        served[name] = Asset(content, MEDIA_TYPES[path.suffix])
    return Assets(addresses, served)
