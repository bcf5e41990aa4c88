"""The same map with plain folium, tidily grouped: `python draw_folium.py FOLDER OUT`."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(folder: str, out: str) -> None:
    """Write the content's map; it loads its libraries from the network."""
    import folium

    base = Path(folder)

    def read(name: str) -> dict:
        return json.loads((base / name).read_text(encoding="utf-8"))

    chart = folium.Map(location=[37.6, 112.4], zoom_start=7, tiles=None, prefer_canvas=True)
    style = {"color": "#8A8A8A", "weight": 1, "fillOpacity": 0.1}
    folium.GeoJson(
        read("counties.geojson"),
        name="counties",
        style_function=lambda _: style,
        popup=folium.GeoJsonPopup(["name", "adcode"]),
    ).add_to(chart)
    labels = folium.FeatureGroup("labels").add_to(chart)
    for each in read("labels.json"):
        icon = folium.DivIcon(html=f"<b>{each['name']}</b>")
        folium.Marker([each["lat"], each["lon"]], icon=icon).add_to(labels)
    folium.GeoJson(
        read("points.geojson"),
        name="points",
        marker=folium.CircleMarker(radius=5, color="#C8501E"),
        popup=folium.GeoJsonPopup(["name", "kind"]),
    ).add_to(chart)
    folium.GeoJson(
        read("lines.geojson"),
        name="lines",
        style_function=lambda _: {"color": "#C8501E", "weight": 2},
        popup=folium.GeoJsonPopup(["name", "kind"]),
    ).add_to(chart)
    folium.LayerControl().add_to(chart)
    chart.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
