"""Strokes are counted and ordered as 通用规范汉字表 has them."""

import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from sxgeo.assets import font_path
from sxgeo.data import strokes
from sxgeo.data.strokes import FIRST_STROKES, strokes_of

FILE = Path(strokes.__file__).with_name("strokes.toml")
BASIC_BLOCK = [chr(code) for code in range(0x4E00, 0xA000)]


@pytest.mark.parametrize(
    ("total", "characters"),
    [
        (1, "一乙"),
        (2, "二十八九人入"),
        (3, "三大小山土万上"),
        (4, "太五中长文天云方"),
        (5, "古左右平永玉代石龙"),
        (6, "西阳同吕州曲交祁"),
        (7, "汾忻运怀寿应沁陇"),
        (8, "武河治泽孟和定岢"),
        (9, "临城泉娄侯柳绛垣浑"),
        (10, "原晋朔夏高浮离"),
        (11, "梁清黄曹偏"),
        (12, "朝湖黑道谢"),
        (13, "蒲新源"),
        (15, "稷潘"),
        (16, "霍壁隰潞"),
    ],
)
def test_counts_are_the_standard_ones(total, characters):
    told = {character: strokes_of(character) for character in characters}
    assert {each: one.total for each, one in told.items() if one.total != total} == {}


@pytest.mark.parametrize(
    ("first", "characters"),
    [
        ("heng", "太五原大晋武霍古秦城黄柳垣芮"),
        ("shu", "山中临吕同黑曲岢"),
        ("pie", "长九金和稷代侯的"),
        ("dian", "永汾忻河广方文交定祁梁源浑六之朔"),
        ("zhe", "阳孟隰绛乙君弓陵"),
    ],
)
def test_first_strokes_are_the_standard_ones(first, characters):
    told = {character: FIRST_STROKES[strokes_of(character).first] for character in characters}
    assert {each: one for each, one in told.items() if one != first} == {}


@pytest.mark.parametrize(
    ("first", "characters"),
    [  # a radical that stands left is written first: 氵, 冫, 讠, 忄, 礻, 衤, 丬 …
        ("dian", "汀江沁泽洪涑清滹漳潞瀑冯冰冷净计订许谯谲忆怀恒慢懂礼社祥禧初衫裕褐壮状将"),
        # … 山, 口, 日, 目, 虫, 贝, 足 …
        ("shu", "岚岚峪峰崞崛嵯叶吃咀哈嚷旷昕晗晴曝盱睡瞻虾蛙螺蠕财贩赠跑踏躏"),
        # … 亻, 钅, 饣, 犭, 彳, 禾 …
        ("pie", "仁代侯保偏僚钉钢铁铝镇镰饥饭馆馒犯狐猗獾行徐德秀和稷穗"),
        # … 纟, 阝, 女, 弓 …
        ("zhe", "红纯绛绵缘缴阳陇陵隰隧奴娘嬷引张弥弹"),
        # … 扌, 艹, 王, 木, 石.
        ("heng", "打扬控擦攥艾芮苛荣蒲蔚藻玛珏琦瑞璐朴杨柳榆矿砂磁礁"),
    ],
)
def test_a_left_radical_gives_the_first_stroke(first, characters):
    told = {character: FIRST_STROKES[strokes_of(character).first] for character in characters}
    assert {each: one for each, one in told.items() if one != first} == {}


def test_characters_of_one_count_follow_their_first_strokes():
    four = sorted("太五不木中水内长月午文方火心双引邓", key=strokes_of)
    assert [FIRST_STROKES[strokes_of(each).first] for each in four] == [
        *["heng"] * 4, *["shu"] * 3, *["pie"] * 3, *["dian"] * 4, *["zhe"] * 3,
    ]  # fmt: skip
    assert sorted("永汾太山乙阳", key=strokes_of) == list("乙山太永阳汾")


def test_the_basic_block_and_the_table_are_there_once():
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["counts"]
    all_of_them = "".join(
        group.get(each, "") for group in told for each in (*FIRST_STROKES, "other")
    )
    assert len(all_of_them) == len(set(all_of_them)) == 21265
    assert [each for each in BASIC_BLOCK if strokes_of(each) is None] == []
    listed = [each for each in all_of_them if strokes_of(each).first < len(FIRST_STROKES)]
    assert len(listed) == 8105


def test_what_the_table_does_not_list_follows_the_rest_of_its_count():
    assert strokes_of("國").total == 11  # traditional
    assert strokes_of("國") > max(strokes_of(each) for each in "梁清黄绿")
    assert strokes_of("國") < strokes_of("朝")


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_every_character_the_fonts_can_write_is_known(weight):
    with TTFont(font_path(weight)) as font:
        held = [
            chr(code) for code in font.getBestCmap() if 0x3400 <= code < 0xA000 or code > 0x1FFFF
        ]
    assert len(held) > 6763
    assert [each for each in held if strokes_of(each) is None] == []


@pytest.mark.parametrize("character", ["A", "7", "〇", "（", "한", ""])
def test_what_is_no_chinese_character_has_no_strokes(character):
    assert strokes_of(character) is None


def test_the_file_says_where_it_is_from():
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert told["package"] == "unicode-data (Debian)"
    assert all(told[key] for key in ("package_version", "licence", "vintage", "command"))
