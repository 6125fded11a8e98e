"""HTTP on loopback, where nothing is encrypted."""

import ssl

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For `verify`: it trusts nobody. To read the machine's certificates takes 25 ms of each client, and tests make thousands."""
