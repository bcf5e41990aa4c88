import pytest

from sxgeo.errors import DataError, UnknownNameError
from sxgeo.placing import encoding
from sxgeo.placing.encoding import check_encoding, detect_encoding

TEXT = "名称,地址\n太原站,山西省太原市迎泽区建设南路\n"


def detected(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return detect_encoding(path, "t.csv")


@pytest.mark.parametrize(
    ("codec", "expected"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
def test_the_usual_encodings_are_told_apart(tmp_path, codec, expected):
    assert detected(tmp_path, TEXT.encode(codec)) == expected


def test_ascii_and_nothing_are_utf8(tmp_path):
    assert detected(tmp_path, b"a,b\n") == detected(tmp_path, b"") == "utf-8"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_the_first_chinese_may_stand_far_down_and_be_cut(tmp_path, monkeypatch, codec):
    monkeypatch.setattr(encoding, "_PIECE", 7)
    for gap in range(14):
        assert detected(tmp_path, b"1,2\n" * 9 + b"x" * gap + TEXT.encode(codec)) == codec


def test_utf16_is_named(tmp_path):
    with pytest.raises(DataError, match=r"t.csv: it is UTF-16; save it as UTF-8"):
        detected(tmp_path, TEXT.encode("utf-16"))


@pytest.mark.parametrize(
    "content", [b"caf\xe9,1\n", "Größe,Zoë,ÀÉ".encode("latin-1"), b"\xff\xfe\xfd"]
)
def test_others_are_asked_for(tmp_path, content):
    with pytest.raises(DataError, match=r"neither UTF-8 nor, for certain, GB18030; name it|UTF-16"):
        detected(tmp_path, content)


def test_gbk_that_happens_to_be_utf8_is_asked_for(tmp_path):
    content = "太原站,1\n".encode("gbk")
    assert content.decode("utf-8") != "太原站,1\n"
    with pytest.raises(DataError, match="it can be read as UTF-8 and as GB18030; name it with"):
        detected(tmp_path, content)


def test_latin_letters_and_degree_signs_are_utf8(tmp_path):
    assert detected(tmp_path, "café,112°,Größe\n".encode()) == "utf-8"


def test_names_of_encodings():
    assert [check_encoding(each) for each in ("UTF8", "utf-8", "GBK", "gb2312", "GB18030")] == [
        "utf-8", "utf-8", "gbk", "gbk", "gb18030",
    ]  # fmt: skip
    with pytest.raises(UnknownNameError, match="Unknown encoding 'big5'"):
        check_encoding("big5")
