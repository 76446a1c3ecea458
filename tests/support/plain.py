"""Clients that speak plain HTTP on the loopback need no certificates, and loading those of the machine takes long."""

import ssl
from typing import Final

NO_CERTIFICATES: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody: what a client would need for TLS is not there. Loading it for each client would take longer than most
tests do."""
