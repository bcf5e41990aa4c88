"""Columns of a table as degrees; every other way of writing a number is recognised, not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sxgeo.errors import DataError, Issue

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sxgeo.placing.faults import Faults

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_FULLWIDTH = r"[\x{FF10}-\x{FF19}\x{FF0B}\x{FF0C}\x{FF0D}\x{FF0E}]"
_DECIMAL_COMMA = r"^[+-]?\d+,\d+$"
_DMS = (
    r"^(?P<before>[NSEWnsew东西南北經经緯纬+-]{0,3})\s*(?P<degrees>\d{1,3}(?:\.\d+)?)\s*[°º˚度dD:：]\s*"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*(?:['′’‘分mM:：]\s*)?)?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:\"|″|”|“|''|′′|’’|秒|[sS])?)?\s*"
    r"(?P<after>[NSEWnsew东西南北]?)$"
)
_NEGATIVE = r"[SWsw西南-]"


def read_degrees(values: pa.Array, column: str, first_row: int, faults: Faults) -> FloatArray:
    """Return a column as numbers; NaN where there is none.

    Parameters
    ----------
    values : Array
        Numbers or text.
    column : str
        Its name, for messages.
    first_row : int
        Row number of the first value in the file.
    faults : Faults
        Counts the cells that hold no plain number, and says which ways of writing are accepted.

    Returns
    -------
    ndarray of float64, shape (n,)
        Degrees as written.

    Raises
    ------
    DataError
        The column holds neither numbers nor text.
    """
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return _from_text(values, column, first_row, faults)
    try:
        numbers = pc.cast(values, pa.float64(), safe=False)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        problem = f"it holds {values.type}, expected numbers or text"
        raise DataError([Issue(faults.file, f"column {column}", problem)]) from None
    return _numpy(numbers)


def _numpy(numbers: pa.Array) -> FloatArray:
    return np.asarray(numbers.fill_null(np.nan).to_numpy(zero_copy_only=False), np.float64)


def _from_text(texts: pa.Array, column: str, first_row: int, faults: Faults) -> FloatArray:
    try:
        return _numpy(pc.cast(texts, pa.float64()))
    except pa.ArrowInvalid:
        return _Column(texts, column, first_row, faults).degrees()


class _Column:
    """A column of text that is not all plain numbers."""

    def __init__(self, texts: pa.Array, name: str, first_row: int, faults: Faults) -> None:
        self._texts = pc.fill_null(pc.utf8_trim_whitespace(pc.cast(texts, pa.string())), "")
        self._name, self._first_row, self._faults = name, first_row, faults

    def degrees(self) -> FloatArray:
        """Read plain numbers and what is accepted; count the rest; empty cells become NaN."""
        self._rewrite("fullwidth", _FULLWIDTH, lambda texts: pc.utf8_normalize(texts, "NFKC"))
        self._rewrite(
            "decimal_comma",
            _DECIMAL_COMMA,
            lambda texts: pc.replace_substring(texts, ",", "."),
        )
        degrees = self._numbers()
        self._read_dms(degrees)
        self._count("text", pc.not_equal(self._texts, ""))
        return degrees

    def _rewrite(self, kind: str, pattern: str, rewrite: Callable[[pa.Array], pa.Array]) -> None:
        such = pc.match_substring_regex(self._texts, pattern)
        if kind in self._faults.accept:
            self._texts = pc.if_else(such, rewrite(self._texts), self._texts)
        else:
            self._count(kind, such)

    def _numbers(self) -> FloatArray:
        plain = pc.match_substring_regex(self._texts, _NUMBER)
        numbers = pc.cast(
            pc.if_else(plain, self._texts, pa.scalar(None, pa.string())), pa.float64()
        )
        self._done(plain)
        return _numpy(numbers).copy()

    def _read_dms(self, degrees: FloatArray) -> None:
        such = pc.match_substring_regex(self._texts, _DMS)
        if "dms" not in self._faults.accept:
            self._count("dms", such)
            return
        rows = np.flatnonzero(such)
        value = _from_dms(self._texts.take(pa.array(rows)))
        degrees[rows] = value
        good = np.zeros(len(degrees), dtype=bool)
        good[rows[~np.isnan(value)]] = True
        self._done(pa.array(good))

    def _count(self, kind: str, such: pa.Array) -> None:
        rows = np.flatnonzero(such)
        if rows.size:
            example = repr(self._texts[int(rows[0])].as_py())
            self._faults.add(kind, f"column {self._name}", rows + self._first_row, example)
            self._done(such)

    def _done(self, such: pa.Array) -> None:
        """Empty the cells that need no further reading."""
        self._texts = pc.if_else(such, "", self._texts)


def _from_dms(texts: pa.Array) -> FloatArray:
    """Return degrees from degrees, minutes and seconds; NaN where there are sixty or more."""
    parts = pc.extract_regex(texts, _DMS)
    degrees, minutes, seconds = (
        _numpy(pc.cast(pc.if_else(pc.equal(part, ""), "0", part), pa.float64()))
        for part in (parts.field(name) for name in ("degrees", "minutes", "seconds"))
    )
    marks = pc.binary_join_element_wise(parts.field("before"), parts.field("after"), "")
    sign = np.where(np.asarray(pc.match_substring_regex(marks, _NEGATIVE)), -1.0, 1.0)
    value = sign * (degrees + minutes / 60.0 + seconds / 3600.0)
    return np.where((minutes < 60) & (seconds < 60), value, np.nan)
