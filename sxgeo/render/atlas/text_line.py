"""One line of text that is drawn where it is told, without matplotlib's layout of paragraphs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.colors import to_rgba
from matplotlib.text import Text

from sxgeo.assets import font_path
from sxgeo.render.atlas.lettering import runs_of

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase

    from sxgeo.assets import Weight


class TextLine(Text):
    """A text of one line, never markup, at the left end of its baseline and turned about it.

    It draws what `Text` would draw there, but measures nothing first: a page has hundreds of lines,
    and `Text` lays each out, font tables and all, to find that its offset is nought. Where
    full-width marks meet, it moves them together (see `sxgeo.render.atlas.lettering.squeezes`).

    Parameters
    ----------
    left, baseline : float
        Where it begins, in data units.
    text : str
        One line.
    **options
        As of `matplotlib.text.Text`: font, colour, rotation, zorder. It has neither box nor path
        effects.
    """

    def __init__(self, left: float, baseline: float, text: str, **options: object) -> None:
        super().__init__(
            left,
            baseline,
            text,
            rotation_mode="anchor",
            horizontalalignment="left",
            verticalalignment="baseline",
            parse_math=False,
            **options,  # type: ignore[arg-type]
        )

    def draw(self, renderer: RendererBase) -> None:
        """Write the line (`renderer` is a matplotlib backend's)."""
        if not (self.get_visible() and self.get_text()):
            return
        x, y = self.get_transform().transform(self.get_unitless_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        context = renderer.new_gc()
        context.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        context.set_alpha(self.get_alpha())  # type: ignore[arg-type] # None: the colour's own
        context.set_url(self.get_url())
        renderer.open_group("text", self.get_gid())
        font, angle = self.get_fontproperties(), self.get_rotation()
        weight: Weight = "bold" if font.get_file() == str(font_path("bold")) else "regular"
        turn = math.radians(angle)
        em = float(renderer.points_to_pixels(font.get_size_in_points()))  # type: ignore[arg-type]
        up = -1 if renderer.flipy() else 1
        for offset, run in runs_of(self.get_text(), weight):
            across, along = offset * em * math.cos(turn), offset * em * math.sin(turn)
            renderer.draw_text(context, x + across, y + up * along, run, font, angle, mtext=self)
        renderer.close_group("text")
        context.restore()
