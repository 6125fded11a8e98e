"""The description of a service's HTTP door (OpenAPI), as it is served and published."""

from typing import Any

from fastapi import FastAPI
from typing_extensions import override

PROBLEM = "#/components/schemas/Problem"


class Described(FastAPI):
    """An app that describes its refusals by the media type that they are sent as; FastAPI would call them plain JSON."""

    @override
    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        for methods in document["paths"].values():
            for operation in methods.values():
                for response in operation["responses"].values():
                    for told in response.get("content", {}).values():  # plain JSON, or a page where the route gives pages
                        if told.get("schema", {}).get("$ref") == PROBLEM:
                            response["content"] = {"application/problem+json": told}
        return document
