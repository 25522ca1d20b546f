"""Pabulib's own checker reads our .pb export and counts the election again."""

import json
import urllib.request

import pytest
from pabulib.checker import Checker


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def contests(url):
    """Every contest whose outcome is decided or was imported."""

    def items(path):
        return json.loads(get(f"{url}/api/v1/{path}"))["items"]

    found = [contest for cycle in items("cycles") for contest in items(f"cycles/{cycle['id']}/contests")]
    return [contest for contest in found if contest["state"] in ("decided", "recorded")]


def test_checker_accepts_every_decided_contest(url, contests, tmp_path):
    assert contests, "the demo holds finished elections"
    for contest in contests:
        file = tmp_path / f"{contest['id']}.pb"
        file.write_bytes(get(f"{url}/api/v1/contests/{contest['id']}/ballots.pb"))
        report = Checker().process_files([str(file)])
        if deviates(url, contest):
            # What the act decided follows no rule, and the file claims none: the checker warns that it cannot verify it.
            assert b"\nrule;greedy-custom\n" in file.read_bytes().replace(b"\r\n", b"\n")
            assert "greedy-custom cannot be verified" in report["summary"]
        assert report["metadata"]["valid"] == 1, json.dumps(report, indent=1, default=str)


def deviates(url, contest):
    """Whether the act decided otherwise than the count, with its reason."""
    items = json.loads(get(f"{url}/api/v1/contests/{contest['id']}/result"))["items"]
    return any(item.get("deviation") for item in items)


def test_checker_can_fail(url, contests, tmp_path):
    file = tmp_path / "broken.pb"
    text = get(f"{url}/api/v1/contests/{contests[0]['id']}/ballots.pb").decode()
    file.write_text(text.replace("num_votes;", "num_votes;9"), encoding="utf-8")
    assert Checker().process_files([str(file)])["metadata"]["valid"] == 0
