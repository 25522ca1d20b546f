"""`qatysu export` of the whole demo: every file that the manifest names is there and is what it says."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_exports_the_whole_demo(tmp_path):
    binary = os.environ.get("QATYSU_BIN", ROOT / "target/debug/qatysu")
    place = tmp_path / "public"
    subprocess.run([binary, "export", place], check=True, capture_output=True, timeout=300)
    files = json.loads((place / "manifest.json").read_text())["files"]
    for file in files:
        assert hashlib.sha256((place / file["path"]).read_bytes()).hexdigest() == file["sha256"], file["path"]
    cycles = [json.loads(path.read_text()) for path in place.glob("cycles/*/cycle.json")]
    # Three programmes of Almaty have a cycle of the same year: each is exported for itself.
    codes = [cycle["code"] for cycle in cycles if cycle["city"] == "almaty"]
    assert len(codes) > len(set(codes))
    assert len(cycles) == len({cycle["id"] for cycle in cycles}) == len(list(place.glob("cycles/*")))
