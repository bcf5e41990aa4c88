"""What a year shows: the rule of the page's time slider, for frames.

The page follows the same rule (`web/src/model/timeline.ts`); `tests/data/timeline.json` holds the
cases both are tested with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from sxgeo.data.readers import records
from sxgeo.domain.history import Mention, history_text, mentions_by_feature, year_of
from sxgeo.errors import SxgeoError

if TYPE_CHECKING:
    import geopandas as gpd

TIMELINE_RULE = (
    "From the year of its status date on, a feature has the status it has now; before that year it "
    "shows only what a document had already said of it: the status of the newest mention up to the "
    "year that gives one. Where no document had spoken yet, it is left out. A feature without a "
    "status date has its status from the year of the newest document that names it; before, what "
    "the newest document up to then said; and before the first document it is there only where "
    "that one tells of it as operating: it was there already, since when is not known. The "
    "document and quote are the newest up to the year; where there is none, the oldest."
)
_TOLD_BY_MENTION = ("status", "status_date", "status_source", "document", "quote", "history")
_THERE = "operating"


class _Then(NamedTuple):
    """What a year shows of a feature; where `teller` is None the feature's own row tells it."""

    status: str
    teller: Mention | None = None


def deciding_mention(year: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention that tells a feature's status in a year: the newest of those up to it."""
    return _newest(year, [each for each in mentions if each.status])


def status_in(year: int, status: str, status_date: str, mentions: Sequence[Mention]) -> str | None:
    """Return the status of a feature in a year; None where the year does not show it.

    Parameters
    ----------
    year : int
        The year shown.
    status, status_date : str
        What the feature is now and since when (ISO 8601; may be empty).
    mentions : sequence of Mention
        What documents said of it; where several of one year did, the first of them counts.

    Examples
    --------
    >>> said = [Mention("2021-04-09", "planned")]
    >>> [status_in(year, "operating", "2024-12", said) for year in (2020, 2023, 2024)]
    [None, 'planned', 'operating']
    >>> [status_in(year, "planned", "", said) for year in (2020, 2021)]
    [None, 'planned']
    """
    then = _then(year, status, status_date, mentions)
    return None if then is None else then.status


def _then(year: int, status: str, status_date: str, mentions: Sequence[Mention]) -> _Then | None:
    since = year_of(status_date)
    if since is None:
        return _undated(year, status, mentions)
    if year >= since:
        return _Then(status)
    said = deciding_mention(year, mentions)
    return None if said is None else _Then(said.status, said)


def _undated(year: int, status: str, mentions: Sequence[Mention]) -> _Then | None:
    """Return what a year shows of a feature of which nobody says since when it is what it is."""
    years = [said for each in mentions if (said := year_of(each.date)) is not None]
    if not years or year >= max(years):
        return _Then(status)
    first = min(years)
    # Where nobody gave it a status, being named means the one it has.
    teller = deciding_mention(max(year, first), mentions) or _speaking(year, mentions)
    told = (teller.status if teller else "") or status
    return _Then(told, teller) if year >= first or told == _THERE else None


def _speaking(year: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the newest mention up to a year; the oldest where there is none up to it."""
    years = [said for each in mentions if (said := year_of(each.date)) is not None]
    return _newest(max(year, min(years)), mentions) if years else None


def _newest(year: int, mentions: Sequence[Mention]) -> Mention | None:
    newest: Mention | None = None
    for mention in mentions:
        said = year_of(mention.date)
        if said is None or said > year:
            continue
        if newest is None or said > (year_of(newest.date) or 0):
            newest = mention
    return newest


def frame_in_year(frame: gpd.GeoDataFrame, mentions: pd.DataFrame, year: int) -> gpd.GeoDataFrame:
    """Return the features a year shows, each with its status in that year.

    Parameters
    ----------
    frame : GeoDataFrame
        A layer (see `sxgeo.domain.layer.read_layer`).
    mentions : DataFrame
        Its mentions (see `sxgeo.domain.layer.read_mentions`).
    year : int
        Four digits.

    Returns
    -------
    GeoDataFrame
        The rows that are there, in their order. Where a mention tells the status, `status`,
        `status_source` is its document and `status_date` is empty. `document` and `quote` are of
        the newest document up to the year (of the oldest where none had spoken), `history` holds
        what was said up to then. `attrs` gains ``as_of`` and ``as_of_rule``.

    Raises
    ------
    SxgeoError
        The year is no year.
    """
    _check_year(year)
    by_feature = mentions_by_feature(mentions)
    rows = [_row_in_year(row, by_feature.get(row["id"], []), year) for row in records(frame)]
    there = [row is not None for row in rows]
    result = frame[there].reset_index(drop=True)
    for column in _TOLD_BY_MENTION:
        result[column] = pd.Series([row[column] for row in rows if row], dtype="str")
    result.attrs = {**frame.attrs, "as_of": year, "as_of_rule": TIMELINE_RULE}
    return result


def _row_in_year(
    row: dict[str, Any], mentions: Sequence[Mention], year: int
) -> dict[str, str] | None:
    """Return what the year changes of a feature's row, or None where it is not there."""
    then = _then(year, row["status"], row["status_date"], mentions)
    if then is None:
        return None
    told = {column: row[column] for column in _TOLD_BY_MENTION}
    told["status"] = then.status
    if then.teller is not None:
        told |= {"status_date": "", "status_source": then.teller.document}
    by_then = [each for each in mentions if (year_of(each.date) or year + 1) <= year]
    shown = then.teller or _speaking(year, mentions)
    if shown is not None:
        told |= {"document": shown.document, "quote": shown.quote}
        told["history"] = history_text(by_then or [shown])
    return told


def _check_year(year: object) -> None:
    if isinstance(year, bool) or not isinstance(year, int) or not 1000 <= year <= 9999:
        msg = f"as_of is a year such as 2023, not {year!r}."
        raise SxgeoError(msg)
