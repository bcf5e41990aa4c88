"""Marks stand where they may, on every page."""

from __future__ import annotations

import shapely


def test_every_mark_of_a_unit_stands_in_its_unit_on_every_page_of_the_region(shanxi, shanxi_pages):
    checked = 0
    for plan in (each for each in shanxi.pages if each.kind == "map" and each.focus is None):
        page, ground = shanxi_pages[plan.number - 1], shanxi.ground_of(plan.content)
        frames = [ground.units_on_paper(level, plan.frame) for level in ground.scene.units]
        units = {
            code: shape
            for frame in frames
            for code, shape in zip(frame["adcode"], frame.geometry, strict=True)
        }
        for each in page.drawn.layers:
            descriptor, frame = each.layer.descriptor, each.layer.frame
            if descriptor.symbology.units != "marks" or "unit" not in frame:
                continue
            for code, shape in zip(frame["unit"], each.shapes, strict=True):
                if code:
                    assert shapely.contains(units[code], shape), f"{plan.title}: {descriptor.id}"
                    checked += 1
    assert checked > 50
