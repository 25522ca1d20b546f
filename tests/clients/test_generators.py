"""Foreign tools read our specification: one linter and three generators, whose clients must compile."""

import json

import pytest
from conftest import BIN, ROOT, call, node
from warnings_list import judge


def test_spectral_finds_no_error_and_no_warning(spec_file):
    rules = ROOT / "openapi" / "spectral.yaml"
    code, out = call(node("spectral"), "lint", "--ruleset", rules, "--fail-severity", "warn", spec_file)
    assert code == 0, out


def test_typescript_types_compile(spec_file, tmp_path):
    code, out = call(node("openapi-typescript"), spec_file, "-o", tmp_path / "api.ts")
    assert code == 0, out
    judge("openapi-typescript", [line for line in out.splitlines() if "warn" in line.lower()])
    code, out = call(node("tsc"), "--noEmit", "--strict", tmp_path / "api.ts")
    assert code == 0, out


def test_python_client_is_whole(python_client):
    _, out = python_client
    noise = ("Generating", "If you believe this was a mistake", "Warning(s) encountered")
    warnings = []
    for block in out.split("\n\n"):
        block = " ".join(block.split())
        if not block or block.startswith(noise):
            continue
        # A warning names the operation in one block and says what is wrong in the next one.
        if warnings and warnings[-1].startswith("WARNING parsing") and not block.startswith("WARNING"):
            warnings[-1] += " " + block
        else:
            warnings.append(block)
    judge("openapi-python-client", warnings)


def test_rust_client_compiles(spec_file, tmp_path):
    code, out = call(
        BIN / "openapi-generator-cli", "generate", "-g", "rust", "-i", spec_file, "-o", tmp_path / "client",
        "--additional-properties=library=reqwest,packageName=qatysu_client",
    )
    assert code == 0, out
    judge("openapi-generator-cli", [line for line in out.splitlines() if " WARN " in line or " ERROR " in line])
    code, out = call("cargo", "check", "--quiet", cwd=tmp_path / "client", CARGO_TARGET_DIR=ROOT / "target" / "client")
    assert code == 0, out


def test_the_linter_can_fail(spec, tmp_path):
    broken = json.loads(json.dumps(spec))
    path = next(iter(broken["paths"]))
    next(iter(broken["paths"][path].values()))["responses"] = {}
    (tmp_path / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    rules = ROOT / "openapi" / "spectral.yaml"
    code, _ = call(node("spectral"), "lint", "--ruleset", rules, tmp_path / "broken.json")
    assert code != 0


def test_the_list_of_warnings_can_fail():
    with pytest.raises(AssertionError):
        judge("openapi-generator-cli", ["a warning that nobody has seen"])
