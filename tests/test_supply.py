"""What is installed is pinned by version and hash, and under licences that allow it to be used."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import licences
import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parent.parent
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
FILES = ("requirements.txt", "requirements-dev.txt", "requirements-fuzz.txt")


def entries(name: str) -> dict[str, tuple[Requirement, int]]:
    """What a file of versions pins, by name, with the number of hashes."""
    text = re.sub(r"^ *#.*\n", "", (TOP / name).read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        asked, *hashes = line.split("--hash=")
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64} *", each) for each in hashes), asked
        pin = Requirement(asked)
        found[canonicalize_name(pin.name)] = (pin, len(hashes))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_is_installed_has_one_version_and_a_hash(name: str) -> None:
    for package, (pin, hashes) in entries(name).items():
        assert re.fullmatch(r"==[\w.!+]+", str(pin.specifier)), package
        assert hashes, package


@pytest.mark.parametrize("name", FILES)
def test_no_registry_and_no_path_of_a_machine_stands_in_the_pinned_versions(name: str) -> None:
    assert not re.search(r"://|--index|--find-links|-e |file:|@", (TOP / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]),
        ("requirements-fuzz.txt", PROJECT["optional-dependencies"]["fuzz"]),
    ],
    ids=FILES,
)
def test_the_pinned_versions_are_those_that_the_project_asks_for(name: str, asked: list[str]) -> None:
    pins = entries(name)
    for line in asked:
        wanted = Requirement(line)
        pin, _ = pins[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(str(pin.specifier).removeprefix("==")), f"{line}: run make lock"


def test_what_kg_installs_developers_install_too_in_the_same_version() -> None:
    dev = entries("requirements-dev.txt")
    for package, (pin, _) in entries("requirements.txt").items():
        assert dev[package][0].specifier == pin.specifier, package


def test_what_is_installed_is_what_is_pinned() -> None:
    """In the environments that make makes; another, which a developer keeps, may hold others."""
    try:
        version("irkg")
    except PackageNotFoundError:  # run from a checkout; `make test` installs the wheel first
        return
    for package, (pin, _) in entries("requirements-dev.txt").items():
        if pin.marker is None or Marker(str(pin.marker)).evaluate():
            assert str(pin.specifier) == f"=={version(package)}", package


def test_no_licence_of_what_kg_installs_forbids_its_use() -> None:
    told = licences.declared()
    base = set(licences.pinned(TOP / "requirements.txt"))
    for package in base & set(told):
        assert licences.may_be_used(told[package]), f"{package}: {told[package]}"
    unknown = {package for package in told if package in licences.pinned(TOP / "requirements-dev.txt")}
    assert {package for package in unknown if told[package] == "UNKNOWN"} == set()


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("MIT", True),
        ("MPL-2.0 AND MIT", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("Apache Software License; MIT License", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("UNKNOWN", False),
    ],
)
def test_a_licence_is_weighed_as_the_expression_that_it_is(licence: str, may: bool) -> None:
    assert licences.may_be_used(licence) is may


def test_every_package_stands_on_the_page_of_licences() -> None:
    page = (TOP / "docs" / "licences.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", page, re.MULTILINE))
    for package, (pin, _) in entries("requirements-dev.txt").items():
        if pin.marker is None:
            assert package in rows, f"{package}: run make supply"
