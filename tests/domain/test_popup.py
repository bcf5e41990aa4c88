from sxgeo.data.catalogue import open_catalogue
from sxgeo.domain.popup import popup_fields


def fields(root, layer_id="wells"):
    catalogue = open_catalogue(root)
    return popup_fields(catalogue.descriptor(layer_id), catalogue)


def test_a_popup_tells_status_attributes_note_document_position_and_source_last(shared_root):
    assert [(each.name, each.kind) for each in fields(shared_root)] == [
        ("status", "status"),
        ("status_date", "date"),
        ("status_source", "citation"),
        ("kind", "text"),
        ("depth_m", "figure"),
        ("note", "text"),
        ("document", "document"),
        ("quote", "quote"),
        ("position_status", "position"),
        ("accuracy_m", "accuracy"),
        ("datum_of_source", "datum"),
        ("source", "citation"),
    ]


def test_every_row_is_named_in_both_languages_with_its_unit(shared_root):
    rows = {each.name: each for each in fields(shared_root)}
    assert (rows["depth_m"].label, rows["depth_m"].label_en) == ("井深", "Depth")
    assert (rows["depth_m"].unit_label, rows["depth_m"].unit) == ("米", "m")
    assert all(each.label and each.label_en for each in rows.values())


def test_ids_of_other_features_are_shown_by_their_names():
    names = [each.name for each in fields(None, "rail_stations")]
    assert "routes_names" in names
    assert "routes" not in names
