"""Which version of the client this is."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("partnership-client")
except PackageNotFoundError:
    # run from its source, not installed
    VERSION = "0"
