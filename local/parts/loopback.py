"""HTTP on loopback, where nothing is encrypted."""

import ssl

PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""The value for `verify`: it trusts no one.

Reading the machine's certificates takes 25 ms per client, and tests make thousands.
"""
