"""A civic app written in Python: the generated client talks to a running server."""

import importlib
import json
import re

import pytest


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@pytest.fixture(scope="module")
def operation(spec, python_client):
    """Finds the generated module of a GET path."""

    def find(path):
        name = snake(spec["paths"][path]["get"]["operationId"])
        folder, _ = python_client
        (module,) = (folder / "api").glob(f"*/{name}.py")
        return importlib.import_module(f"qatysu_client.api.{module.parent.name}.{name}")

    return find


@pytest.fixture(scope="module")
def client(python_client, url):
    from qatysu_client import Client

    return Client(base_url=url)


def test_lists_projects(operation, client):
    answer = operation("/api/v1/projects").sync_detailed(client=client)
    assert answer.status_code == 200
    page = answer.parsed.to_dict()
    assert page["items"], "the demo city has projects"
    assert all(project["number"] for project in page["items"])


def test_downloads_an_export(operation, client):
    cycles = operation("/api/v1/cycles").sync_detailed(client=client).parsed.to_dict()["items"]
    cycle = next(cycle for cycle in cycles if cycle["phase"] == "voting")
    answer = operation("/api/v1/exports/projects.jsonl").sync_detailed(client=client, cycle=cycle["id"])
    assert answer.status_code == 200
    projects = [json.loads(line) for line in answer.content.splitlines()]
    assert len(projects) > 100, "one project per line"
    assert all(project["number"] for project in projects)
