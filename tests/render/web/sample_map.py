"""Writes one map with a few folium children: `python sample_map.py ROOT FILE` (see test_map.py)."""

from __future__ import annotations

import sys

import folium

from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.domain.user_layer import UserData, add_user_data
from sxgeo.render.web import render_map


def main(root: str, out: str) -> None:
    scene = build_scene(read_recipe("everything", root), root=root)
    import pandas as pd

    table = pd.DataFrame({"lon": [112.5, 113.5], "lat": [37.5, 38.0], "kind": ["b", "a"]})
    scene = add_user_data(scene, [UserData(table, datum="gcj02", by="kind")])
    chart = render_map(scene)
    group = folium.FeatureGroup("mine").add_to(chart)
    for place in range(5):
        folium.Marker([37.5 + place / 10, 112.5], popup=f"p{place}", tooltip="t").add_to(group)
    folium.LayerControl().add_to(chart)
    chart.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
