import pytest

from sxgeo.data.toml import Model, parse_model, read_toml
from sxgeo.errors import DataError


class Box(Model):
    width: float
    depth: int = 1
    kind: str = "open"


def issues_of(call):
    with pytest.raises(DataError) as caught:
        call()
    return [str(issue) for issue in caught.value.issues]


def test_a_missing_file_is_named(tmp_path):
    path = tmp_path / "a.toml"
    assert issues_of(lambda: read_toml(path, root=tmp_path)) == ["a.toml: the file is missing"]


def test_broken_toml_gives_its_line(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text("a = 1\nb = = 2\n")
    [issue] = issues_of(lambda: read_toml(path, root=tmp_path))
    assert issue.startswith("a.toml: it is not valid TOML: Invalid value (at line 2")


def test_another_encoding_is_named(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes("名 = 1".encode("gb18030"))
    [issue] = issues_of(lambda: read_toml(path))
    assert "it is not UTF-8 (byte 0)" in issue


def test_all_faults_of_a_file_come_at_once(tmp_path):
    content = {"wdth": 1.0, "depth": "deep"}
    assert issues_of(lambda: parse_model(Box, content, tmp_path / "a.toml", root=tmp_path)) == [
        "a.toml, key width: the key is missing",
        (
            "a.toml, key depth: input should be a valid integer, "
            "unable to parse string as an integer, not 'deep'"
        ),
        "a.toml, key wdth: the key is unknown; did you mean 'width'?",
    ]


def test_good_content_is_typed(tmp_path):
    box = parse_model(Box, {"width": 2}, tmp_path / "a.toml")
    assert (box.width, box.depth, box.kind) == (2.0, 1, "open")
