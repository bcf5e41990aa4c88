import pytest
import tomlkit

from sxgeo.data.descriptor import read_descriptor
from sxgeo.data.sealing import count_rows, seal_layer
from sxgeo.errors import DataError

LAYER = """\
id = "wells"   # a comment that stays
title = "井"
title_en = "Wells"
theme = "water"
description = ""
description_en = ""
each_row_is_a = "well"
licence = "CC0-1.0"
geometry_type = ["Point"]

[symbology]
color = "works"
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "wells"
    folder.mkdir()
    (folder / "layer.toml").write_text(LAYER, encoding="utf-8")
    (folder / "features.csv").write_text('id,name\na,"two\nlines"\nb,x\n', encoding="utf-8")
    return folder


def seal(folder):
    (folder / "layer.toml").write_text(seal_layer(folder), encoding="utf-8")


def test_sealing_lists_files_rows_and_hashes_and_keeps_comments(folder):
    seal(folder)
    text = (folder / "layer.toml").read_text(encoding="utf-8")
    assert "# a comment that stays" in text
    descriptor = read_descriptor(folder)
    assert [(each.name, each.rows) for each in descriptor.file] == [("features.csv", 2)]
    assert descriptor.file_rows("features.csv") == 2
    assert descriptor.file_rows("routes.csv") is None


def test_sealing_twice_changes_nothing(folder):
    seal(folder)
    once = (folder / "layer.toml").read_bytes()
    seal(folder)
    assert (folder / "layer.toml").read_bytes() == once


def test_rows_of_a_csv_are_records_not_lines(folder):
    assert count_rows(folder / "features.csv") == 2


def test_a_broken_descriptor_cannot_be_sealed(folder):
    (folder / "layer.toml").write_text("= 1", encoding="utf-8")
    with pytest.raises(DataError, match=r"layer\.toml: it cannot be read"):
        seal_layer(folder)


def test_an_unsealed_layer_is_refused(folder):
    with pytest.raises(DataError, match="key file: the key is missing"):
        read_descriptor(folder)


def test_an_id_that_is_not_the_folders_name_is_refused(folder):
    seal(folder)
    folder = folder.rename(folder.with_name("springs"))
    with pytest.raises(DataError, match="it says 'wells', but the folder is called 'springs'"):
        read_descriptor(folder)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("geometry_type", ["Pont"], "key geometry_type.0: input should be 'Point'"),
        ("datum", "gcj2", "key datum: input should be 'wgs84'"),
        ("titel", "x", "key titel: the key is unknown; did you mean 'title'?"),
        ("symbology", {"color": "a", "classes": []}, None),
        ("symbology", {"color": "a", "attribute": "b"}, "classes and attribute go together"),
    ],
)
def test_wrong_values_are_named(folder, key, value, message):
    seal(folder)
    document = tomlkit.parse((folder / "layer.toml").read_text(encoding="utf-8"))
    document[key] = value
    (folder / "layer.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    if message is None:
        assert read_descriptor(folder).symbology.color == "a"
    else:
        with pytest.raises(DataError) as caught:
            read_descriptor(folder)
        assert message in str(caught.value)
