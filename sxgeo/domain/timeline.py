"""What a year shows: the rule of the page's time slider, for frames.

The page follows the same rule (`web/src/model/timeline.ts`); `tests/data/timeline.json` holds the
cases both are tested with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from sxgeo.data.readers import records
from sxgeo.errors import SxgeoError

if TYPE_CHECKING:
    import geopandas as gpd

TIMELINE_RULE = (
    "A feature without a status date is always there, with the status it has. From the year of its "
    "status date on, a feature has that status. Before that year it shows only what a document "
    "already said of it: the status of the newest mention not younger than the year; a document "
    "that names it without a status does not count. Where no document had spoken yet, the feature "
    "is left out."
)
_TOLD_BY_MENTION = ("status", "status_date", "status_source", "document", "quote")
_DATE = re.compile(r"([0-9]{4})(-[0-9]{2}){0,2}")


class Mention(NamedTuple):
    """What one document said of a feature; `date` is the document's."""

    date: str
    status: str
    document: str = ""
    quote: str = ""


def year_of(date: str) -> int | None:
    """Return the year of ``2024``, ``2024-12`` or ``2024-12-31``; None for anything else."""
    match = _DATE.fullmatch(date)
    return int(match[1]) if match else None


def deciding_mention(year: int, mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention that tells a feature's status in a year: the newest of those up to it."""
    newest: Mention | None = None
    for mention in mentions:
        said = year_of(mention.date)
        if not mention.status or said is None or said > year:
            continue
        if newest is None or said > (year_of(newest.date) or 0):
            newest = mention
    return newest


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
    """
    since = year_of(status_date)
    if since is None or year >= since:
        return status
    mention = deciding_mention(year, mentions)
    return mention.status if mention else None


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
        `document` and `quote` are the mention's, `status_source` is its document, and `status_date`
        is empty. `attrs` gains ``as_of`` and ``as_of_rule``.

    Raises
    ------
    SxgeoError
        The year is no year.
    """
    _check_year(year)
    by_feature: dict[str, list[Mention]] = {}
    columns = mentions[["feature", "date", "status", "document", "quote"]]
    for feature, *said in columns.itertuples(index=False, name=None):
        by_feature.setdefault(feature, []).append(Mention(*said))
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
    status = status_in(year, row["status"], row["status_date"], mentions)
    if status is None:
        return None
    since, mention = year_of(row["status_date"]), deciding_mention(year, mentions)
    if since is None or year >= since or mention is None:
        return {column: row[column] for column in _TOLD_BY_MENTION}
    told = (mention.status, "", mention.document, mention.document, mention.quote)
    return dict(zip(_TOLD_BY_MENTION, told, strict=True))


def _check_year(year: object) -> None:
    if isinstance(year, bool) or not isinstance(year, int) or not 1000 <= year <= 9999:
        msg = f"as_of is a year such as 2023, not {year!r}."
        raise SxgeoError(msg)
