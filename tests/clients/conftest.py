"""Where the specification, the server and the generators are."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BIN = Path(sys.executable).parent


def call(*command, cwd=ROOT, **environment):
    """Runs a tool and gives its exit code and everything that it printed."""
    env = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "NODE_NO_WARNINGS": "1", "NO_COLOR": "1"} | environment
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.returncode, done.stdout


def node(tool):
    """A tool that npm installed beside these tests."""
    return HERE / "node_modules" / ".bin" / tool


@pytest.fixture(scope="session")
def spec_file():
    """QATYSU_OPENAPI tries the scripts on another document."""
    return Path(os.environ.get("QATYSU_OPENAPI", ROOT / "openapi" / "openapi.json"))


@pytest.fixture(scope="session")
def spec(spec_file):
    return json.loads(spec_file.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def url():
    """The address of a running server with demo data, as scripts/with-server.sh gives it."""
    return os.environ["QATYSU_URL"]


@pytest.fixture(scope="session")
def python_client(spec_file, tmp_path_factory):
    """The generated Python client: its folder (importable as `qatysu_client`) and what the generator printed."""
    folder = tmp_path_factory.mktemp("python")
    code, out = call(
        BIN / "openapi-python-client", "generate", "--path", spec_file, "--meta", "none",
        "--output-path", folder / "qatysu_client",
    )
    assert code == 0, out
    sys.path.insert(0, str(folder))
    return folder / "qatysu_client", out
