"""Four documents become one: nothing is lost, nothing is mixed up, and a clash is refused."""

from typing import Any

import pytest

from deploy.contracts.openapi import ClashError, join


def document(path: str, *, operation: str, schema: dict[str, Any], name: str = "Page") -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{name}"}
    answer = {"description": "ok", "content": {"application/json": {"schema": reference}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "one service", "version": "1"},
        "paths": {
            path: {"get": {"operationId": operation, "tags": ["things"], "responses": {"200": answer}}},
            "/livez": {"get": {"operationId": "livez", "responses": {}}},
        },
        "components": {"schemas": {name: schema}},
    }


def schema_of(joined: dict[str, Any], path: str) -> Any:
    answer = joined["paths"][path]["get"]["responses"]["200"]
    name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return joined["components"]["schemas"][name]


def test_what_two_services_mean_differently_by_one_name_stays_apart() -> None:
    joined = join(
        {
            "projects": document("/api/v1/projects", operation="list_projects", schema={"title": "of projects"}),
            "councils": document("/api/v1/councils", operation="list_councils", schema={"title": "of councils"}),
        },
    )
    assert schema_of(joined, "/api/v1/projects") == {"title": "of projects"}
    assert schema_of(joined, "/api/v1/councils") == {"title": "of councils"}
    assert list(joined["components"]["schemas"]) == ["Page", "CouncilsPage"]


def test_what_they_mean_alike_is_written_once() -> None:
    joined = join(
        {
            "projects": document("/api/v1/projects", operation="list_projects", schema={"type": "object"}),
            "councils": document("/api/v1/councils", operation="list_councils", schema={"type": "object"}),
        },
    )
    assert joined["components"]["schemas"] == {"Page": {"type": "object"}}
    assert joined["tags"] == [{"name": "things", "x-service": "projects"}]


def test_what_the_gateway_does_not_hand_on_is_left_out() -> None:
    joined = join({"projects": document("/api/v1/projects", operation="list_projects", schema={})})
    assert list(joined["paths"]) == ["/api/v1/projects"]


def test_a_path_of_two_services_is_refused() -> None:
    with pytest.raises(ClashError, match="councils serves what another service serves: /api/v1/projects"):
        join(
            {
                "projects": document("/api/v1/projects", operation="one", schema={}),
                "councils": document("/api/v1/projects", operation="two", schema={}),
            },
        )


def test_an_operation_name_used_twice_is_refused() -> None:
    with pytest.raises(ClashError, match="/api/v1/councils and /api/v1/projects share the operation id find"):
        join(
            {
                "projects": document("/api/v1/projects", operation="find", schema={}),
                "councils": document("/api/v1/councils", operation="find", schema={}),
            },
        )
