import csv
import io

import numpy as np

from sxgeo.placing.summary import summary_csv, totals
from sxgeo.placing.units import read_units


def test_every_unit_has_its_row_and_the_sums_add_up():
    units = read_units("prefecture")
    sums = np.arange(units.size)
    rows = list(csv.DictReader(io.StringIO(summary_csv(units, sums))))
    assert [row["prefecture_adcode"] for row in rows] == [
        *units.answers["prefecture_adcode"][:-2:2],
        "",
    ]
    assert rows[1] == {
        "prefecture_adcode": "140200",
        "prefecture_name": "大同市",
        "rows": "5",
        "inside": "2",
        "on_border": "3",
        "outside": "0",
        "invalid": "0",
    }
    counts = totals(units, sums)
    assert counts["rows"] == sums.sum()
    for name, count in counts.items():
        assert sum(int(row[name]) for row in rows) == count
