"""The link to the next page of a list (RFC 8288)."""

from fastapi import Request


def next_page(request: Request, **changed: object) -> str:
    """Returns a `Link` header under the public address, whatever host the request names."""
    query = request.url.include_query_params(**changed).query
    return f'<{request.app.state.public_url}{request.url.path}?{query}>; rel="next"'
