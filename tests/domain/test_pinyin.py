"""Pinyin for the search box: pypinyin's readings without loading pypinyin."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pypinyin import lazy_pinyin

from sxgeo.data.catalogue import open_catalogue
from sxgeo.data.readers import read_table
from sxgeo.domain.boundaries import read_boundaries
from sxgeo.domain.pinyin import romanise

PHRASES = ["重庆长城行走", "朝阳区", "长治市长子县", "女娲庙", "旅游公路", "银行行长", "呼和浩特"]


def names_of_everything() -> list[str]:
    catalogue = open_catalogue()
    names = [name for level in ("prefecture", "county") for name in read_boundaries(level)["name"]]
    for layer in catalogue.layer_ids():
        names += read_table(catalogue.layer_folder(layer) / "features.csv", required=["name"])[
            "name"
        ].tolist()
    return names


def test_readings_are_those_of_pypinyin():
    names = [name for name in [*names_of_everything(), *PHRASES] if name.isalpha()]
    assert len(names) > 150
    found = [each.pinyin for each in romanise(names)]
    expected = [" ".join(part.lower() for part in lazy_pinyin(name)) for name in names]
    assert [pair for pair in zip(names, found, expected, strict=True) if pair[1] != pair[2]] == []


@pytest.mark.parametrize(
    ("name", "english", "pinyin", "initials"),
    [
        ("太原站", "Taiyuan Station", "tai yuan zhan", "tyz"),
        ("洪洞县", "Hongtong County", "hong tong xian", "htx"),
        ("吕梁市", "Lüliang City", "lv liang shi", "lls"),
        ("解州关帝庙", "Guandi Temple of Xiezhou", "xie zhou guan di miao", "xzgdm"),
        ("解州—长子", "Xiezhou–Zhangzi", "xie zhou zhang zi", "xzzz"),
        ("晋中—长治线", "Changzhi–Jinzhong line", "jin zhong chang zhi xian", "jzczx"),
        ("解放", "a relief of xiefa and lone xie", "jie fang", "jf"),
        ("G55高速", "", "g55 gao su", "g55gs"),
        ("“1+11”示范区", "", "1 11 shi fan qu", "111sfq"),
        ("Plain name", "", "", ""),
        ("", "", "", ""),
        ("𠮷野", "", "𠮷 ye", "𠮷y"),
    ],
)
def test_names_and_initials(name, english, pinyin, initials):
    assert romanise([name], [english]) == [(pinyin, initials)]


def test_pypinyin_itself_is_not_loaded():
    code = (
        "import sys; from sxgeo.domain.pinyin import romanise; romanise(['太原']);"
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
