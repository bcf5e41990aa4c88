from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.layer import read_layer
from sxgeo.domain.popup import popup_fields, popup_rows


def rows(root, feature, language="zh"):
    catalogue = open_catalogue(root)
    fields = popup_fields(catalogue.descriptor("wells"), catalogue)
    row = read_layer("wells", root=root).set_index("id", drop=False).loc[feature]
    return popup_rows(row, fields, catalogue, language)


def test_a_popup_tells_status_figures_document_quote_position_and_source_last(shared_root):
    assert rows(shared_root, "w1") == [
        ("状态", "已建成"),
        ("状态日期", "2018-05"),
        ("类别", "deep"),
        ("井深", "120 米 (2020, P)"),
        ("文件", "《试验省政府工作报告》 2025-01-17"),
        ("原文", "“一号井建成”"),
        ("位置依据", "有出处"),
        ("位置精度", "±100 米"),
        ("来源坐标系", "WGS-84"),
        ("位置来源", "survey [1]"),
    ]


def test_what_is_not_known_is_left_out(shared_root):
    labels = [label for label, _ in rows(shared_root, "w4")]
    assert "井深" not in labels
    assert "状态日期" not in labels


def test_english_labels_and_values_with_the_quote_as_it_stands(shared_root):
    told = dict(rows(shared_root, "w3", "en"))
    assert told["Status"] == "Planned"
    assert told["Position"] == "Unverified"
    assert told["Depth"] == "8.5 m (2024, R)"
    assert told["Quote"] == "“建设太原南井”"
    assert told["Document"] == "Outline plan of Testland 试政发〔2021〕7号 2021-04-09"
