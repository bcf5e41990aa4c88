"""Many points of one's own: `python many_points.py sxgeo|cluster|geojson ROOT CSV OUT`."""

from __future__ import annotations

import sys


def with_sxgeo(root: str, table: str, out: str) -> None:
    """As a layer of a map."""
    from sxgeo.data.recipe import Recipe
    from sxgeo.domain.scene import build_scene
    from sxgeo.domain.user_layer import UserData, add_user_data
    from sxgeo.output import write_text
    from sxgeo.render.web import render_html

    recipe = Recipe(id="bench", kind="web", title="t", title_en="t")
    scene = add_user_data(build_scene(recipe, root=root), [UserData(table, datum="wgs84")])
    write_text(out, render_html(scene))


def with_cluster(_: str, table: str, out: str) -> None:
    """Folium's FastMarkerCluster, which shows no names."""
    import folium
    import pandas as pd
    from folium.plugins import FastMarkerCluster

    frame = pd.read_csv(table)
    chart = folium.Map(location=[37.6, 112.4], zoom_start=7, tiles=None)
    FastMarkerCluster(frame[["lat", "lon"]].to_numpy().tolist()).add_to(chart)
    chart.save(out)


def with_geojson(_: str, table: str, out: str) -> None:
    """Folium's GeoJson on a canvas, with a popup a point."""
    import folium
    import pandas as pd

    frame = pd.read_csv(table)
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for lon, lat, name in frame.itertuples(index=False)
    ]
    chart = folium.Map(location=[37.6, 112.4], zoom_start=7, tiles=None, prefer_canvas=True)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=4),
        popup=folium.GeoJsonPopup(["name"]),
    ).add_to(chart)
    chart.save(out)


if __name__ == "__main__":
    how = {"sxgeo": with_sxgeo, "cluster": with_cluster, "geojson": with_geojson}[sys.argv[1]]
    how(*sys.argv[2:])
