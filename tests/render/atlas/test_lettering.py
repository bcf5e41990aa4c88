"""Type: what several processes share of it, and what they must not."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from sxgeo.render.atlas import lettering


def _advances(hanzi):
    lettering._advance.cache_clear()
    return [lettering._advance(each, "regular") for each in hanzi]


def _faces_at_hand():
    return lettering._face.cache_info().currsize


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not fork")
def test_forked_processes_read_the_font_by_themselves():
    known = lettering._face("regular").get_charmap()
    hanzi = [chr(code) for code in sorted(known) if 0x4E00 <= code < 0x9FA5][:3000]
    before = _advances(hanzi)
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        assert pool.apply(_faces_at_hand) == 0
    with context.Pool(3) as pool:
        assert pool.map(_advances, [hanzi] * 6, chunksize=1) == [before] * 6
