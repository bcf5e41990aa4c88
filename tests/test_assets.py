"""The bundled scripts and fonts: present, silent on the network, able to write every name."""

import ast
import hashlib
import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pyogrio
import pytest
from fontTools.ttLib import TTFont

from build_support.assets import is_current
from build_support.characters import gb2312, is_visible
from sxgeo import assets
from sxgeo.errors import AssetError, UnknownNameError

ROOT = Path(__file__).resolve().parents[1]
PATTERN_ENDS = "\u3400\u9fff"  # first and last hanzi: ends of ranges, never drawn
WEIGHTS = ["regular", "bold"]
SCRIPTS = ["page.js", "leaflet.js"]
STYLES = ["page.css", "leaflet.css"]
NAMES_NOT_FETCHED = {
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "https://leafletjs.com",  # a link in Leaflet's own attribution
}


@cache
def characters_of_font(weight: str) -> frozenset[str]:
    with TTFont(assets.font_path(weight), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def lacking(text: str, weight: str) -> str:
    wanted = {character for character in text if is_visible(character)}
    return "".join(sorted(wanted - characters_of_font(weight)))


def data_files(*suffixes: str) -> list[Path]:
    return sorted(
        path
        for folder in ("geodata", "maps")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes
    )


def strings_of(module: Path) -> str:
    """Return every string of a module that is no docstring, without what only patterns hold."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    text = "".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    )
    return "".join(c for c in text if c not in PATTERN_ENDS and unicodedata.category(c) != "Mn")


# --- Fonts


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("character", "滹涑垌沁浊吕梁")
def test_font_writes_the_hard_names(weight, character):
    assert character in characters_of_font(weight)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_font_holds_gb2312(weight):
    assert len(gb2312()) == 7445
    assert lacking("".join(gb2312()), weight) == ""


@pytest.mark.parametrize("weight", WEIGHTS)
def test_font_writes_pinyin_and_units(weight):
    assert lacking("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü ÀÉ °′″ ≤±×² ①②③ →↑ “”‘’《》——…·、", weight) == ""


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize(
    "path",
    data_files(".csv", ".geojson", ".json", ".toml"),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_font_writes_every_text_of_the_data(path, weight):
    missing = lacking(path.read_text(encoding="utf-8"), weight)
    assert missing == "", "run `python -m build_support.assets` after adding names"


@pytest.mark.parametrize("weight", WEIGHTS)
def test_font_writes_every_attribute_of_the_geometry_files(weight):
    paths = data_files(".fgb", ".gpkg", ".parquet")
    texts = []
    for path in paths:
        table = pyogrio.read_dataframe(path, read_geometry=False)
        texts += [str(value) for column in table for value in table[column]]
    assert lacking("".join(texts), weight) == "", "add the names to a CSV beside the file"


@pytest.mark.parametrize("weight", WEIGHTS)
def test_font_writes_every_string_that_can_reach_paper(weight):
    # the import contract keeps every other part of the package from the atlas
    parts = ("data", "domain", "render/atlas")
    modules = sorted(path for part in parts for path in (ROOT / "sxgeo" / part).rglob("*.py"))
    missing = {
        module.relative_to(ROOT).as_posix(): found
        for module in modules
        if (found := lacking(strings_of(module), weight))
    }
    assert missing == {}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_font_is_plain_truetype_with_its_own_name(weight):
    with TTFont(assets.font_path(weight)) as font:
        assert font.sfntVersion == "\x00\x01\x00\x00"
        assert "glyf" in font
        assert {"fpgm", "prep", "cvt "}.isdisjoint(font.keys())
        name = font["name"]
        assert name.getDebugName(16) or name.getDebugName(1).startswith(assets.FONT_FAMILY)
        assert font["OS/2"].usWeightClass == {"regular": 400, "bold": 700}[weight]


# --- Scripts and styles


@pytest.mark.parametrize("name", SCRIPTS + STYLES)
def test_text_asks_the_network_for_nothing(name):
    text = assets.asset_text(name)
    assert set(re.findall(r"https?://[^\s\"'`)\\]+", text)) <= NAMES_NOT_FETCHED
    assert "sourceMappingURL" not in text


def test_page_script_has_no_way_to_fetch_or_evaluate():
    text = assets.asset_text("page.js")
    requests = r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\("
    evaluation = r"\beval\(|\bnew Function\b"
    assert re.findall(f"{requests}|{evaluation}", text) == []


@pytest.mark.parametrize("name", STYLES)
def test_styles_carry_their_images(name):
    text = assets.asset_text(name)
    assert "@import" not in text
    urls = re.findall(r"url\([\"']?([^)]*)", text)
    assert [url for url in urls if not url.startswith(("data:", "#"))] == []


def test_there_is_one_leaflet():
    assert 'version="1.9.4"' in assets.asset_text("leaflet.js").replace("'", '"')
    assert "1.9.4" not in assets.asset_text("page.js")


def test_scripts_can_stand_in_a_page():
    for name in SCRIPTS:
        assert "</script" not in assets.asset_text(name).lower()
    for name in STYLES:
        assert "</style" not in assets.asset_text(name).lower()


# --- Build


def test_assets_match_their_sources():
    assert is_current(ROOT), "run `python -m build_support.assets`"


def test_manifest_states_the_bytes():
    manifest = json.loads(assets.asset_text("manifest.json"))
    stated = {k: v for part in manifest["parts"].values() for k, v in part["files"].items()}
    actual = {
        name: hashlib.sha256(assets.asset_path(name).read_bytes()).hexdigest()
        for name in assets.asset_names()
        if name != "manifest.json"
    }
    assert actual == stated


# --- Looking up


def test_unknown_asset_names_the_nearest():
    with pytest.raises(AssetError, match=r"Unknown asset 'page\.jss'\. Did you mean 'page\.js'\?"):
        assets.asset_path("page.jss")


def test_unknown_weight_names_the_choices():
    with pytest.raises(
        UnknownNameError, match=r"Unknown weight 'heavy'\..* Known: regular, bold\."
    ):
        assets.font_path("heavy")


def test_missing_build_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "_ASSETS", tmp_path)
    with pytest.raises(AssetError) as caught:
        assets.asset_text("page.js")
    assert str(caught.value) == (
        "The bundled assets were not built, so page.js is missing. "
        "Run `pip install -e .` in a checkout, or install the wheel again."
    )
    assert assets.asset_names() == []
