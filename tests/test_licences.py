"""Every source, asset and dependency is named with its terms; no code is under the GPL."""

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from build_support.notice import read_sources, sources_table, with_sources
from sxgeo import assets

ROOT = Path(__file__).resolve().parents[1]
NOTICE = (ROOT / "NOTICE.md").read_text(encoding="utf-8")
LOCK = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
SOURCES = read_sources(ROOT)


@pytest.mark.parametrize("source", SOURCES)
def test_notice_names_every_source(source):
    assert f"| `{source}` |" in NOTICE, "run `python -m build_support.notice`"


def test_notice_is_up_to_date():
    fresh = with_sources(NOTICE, sources_table(SOURCES))
    assert fresh == NOTICE, "run `python -m build_support.notice`"


@pytest.mark.parametrize("source", SOURCES)
def test_source_states_its_licence(source):
    assert SOURCES[source].get("licence"), (
        "write `none` or `as published` where there is no licence"
    )


@pytest.mark.parametrize("source", SOURCES)
def test_text_of_a_licence_that_asks_for_it_is_carried(source):
    asking = {
        r"ODbL": "ODbL-1.0.txt",
        r"CC-BY-SA": "CC-BY-SA-4.0.txt",
        r"CC-BY-\d": "CC-BY-4.0.txt",
        r"LGPL": "LGPL-3.0-or-later.txt",
    }
    stated = SOURCES[source]["licence"]
    wanted = [text for pattern, text in asking.items() if re.search(pattern, stated)]
    assert [text for text in wanted if not (ROOT / "LICENSES" / text).is_file()] == []
    assert not re.search(r"(?<!L)GPL|NC|ND\b", stated), "these terms cannot travel in the wheel"


def test_notice_and_licences_name_each_other():
    named = set(re.findall(r"LICENSES/([\w.-]+)", NOTICE))
    there = {path.name for path in (ROOT / "LICENSES").iterdir()}
    assert named <= there
    assert there - named <= {"MIT.txt"}  # the code's own, which is also LICENSE


@pytest.mark.parametrize("name", ["leaflet", "@expo-google-fonts/noto-sans-sc"])
def test_notice_states_the_locked_version(name):
    version = LOCK["packages"][f"node_modules/{name}"]["version"]
    row = next(line for line in NOTICE.splitlines() if f"npm `{name}`" in line)
    assert version in row


def test_lock_names_no_host():
    assert not any("resolved" in entry for entry in LOCK["packages"].values())
    assert all(
        "integrity" in entry
        for name, entry in LOCK["packages"].items()
        if name and "link" not in entry
    )


@pytest.mark.parametrize(
    ("asset", "phrase"),
    [
        ("licenses/Leaflet.txt", "Redistributions in binary form must reproduce"),
        ("licenses/NotoSansSC-OFL.txt", "SIL OPEN FONT LICENSE Version 1.1"),
    ],
)
def test_licence_travels_with_the_asset(asset, phrase):
    assert phrase in assets.asset_text(asset)


def direct_dependencies():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(text) for text in project["dependencies"]]


def runtime_packages():
    """Return the metadata of sxgeo's dependencies and of theirs, as installed here, by name."""
    found, todo = {}, direct_dependencies()
    while todo:
        requirement = todo.pop()
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if applies and requirement.name not in found:
            found[requirement.name] = importlib.metadata.metadata(requirement.name)
            needs = importlib.metadata.requires(requirement.name) or []
            todo += [Requirement(text) for text in needs]
    return found


def test_no_dependency_is_under_the_gpl():
    gpl = {}
    for name, metadata in runtime_packages().items():
        short = (metadata.get("License") or "").splitlines()[:1]
        classifiers = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License")]
        stated = " ".join([metadata.get("License-Expression") or "", *short, *classifiers])
        assert stated.strip(), f"{name} states no licence: look it up"
        if re.search(r"(?<!L)GPL|(?<!Lesser )General Public", stated):
            gpl[name] = stated
    assert gpl == {}


def test_notice_lists_the_direct_dependencies():
    _, _, table = NOTICE.partition("## Python packages needed at run time")
    listed = re.findall(r"^\| ([a-z]+)", table, re.MULTILINE)
    assert listed == sorted(requirement.name for requirement in direct_dependencies())
