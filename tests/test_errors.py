from sxgeo.errors import DataError, Issue, UnknownNameError, nearest, shown_path, suggestion


def test_unknown_name_offers_the_nearest_and_the_whole_list():
    error = UnknownNameError("layer", "zone", ["rail", "zones"])
    assert str(error) == "Unknown layer 'zone'. Did you mean 'zones'? Known: rail, zones."
    assert isinstance(error, LookupError)


def test_unknown_name_stays_quiet_where_nothing_is_near():
    assert str(UnknownNameError("layer", "qqq", ["rail"])) == "Unknown layer 'qqq'. Known: rail."
    assert suggestion("a", []) == " Known: none."


def test_nearest_ignores_case():
    assert nearest("RAIL", ["rail", "zones"]) == "rail"
    assert nearest("xyz", ["rail"]) is None


def test_data_error_lists_every_issue():
    error = DataError([Issue("a.csv", "row 2", "wrong"), Issue("b.toml", "", "missing")])
    assert str(error) == "2 problems in the data:\n  - a.csv, row 2: wrong\n  - b.toml: missing"
    assert len(error.issues) == 2


def test_one_issue_is_singular():
    assert str(DataError([Issue("a", "", "b")])).startswith("1 problem in the data:")


def test_an_issue_can_be_put_inside_a_larger_place():
    assert str(Issue("f", "key x", "p").within("key a")) == "f, key a, key x: p"
    assert str(Issue("f", "", "p").within("key a")) == "f, key a: p"


def test_paths_are_shown_relative_to_the_root(tmp_path):
    assert shown_path(tmp_path / "a" / "b.csv", tmp_path) == "a/b.csv"
    assert shown_path(tmp_path / "a", None) == str(tmp_path / "a")
