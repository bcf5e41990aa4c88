"""The encodings Chinese tables come in: told apart where that is certain, asked for where not."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from sxgeo.errors import DataError, Issue, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

ENCODINGS = ("utf-8", "gb18030", "gbk")
"""In all of them a quote, a line end, a comma, a semicolon and a tab are one byte each."""

_PIECE = 1 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_COMMON_FIRST, _COMMON_LAST = 0xB0, 0xD7  # rows 16 to 55 of GB 2312: the 3,755 commonest characters
_COMMON_SHARE = 0.6
ASK_ENCODING = f"name it with the encoding option: {', '.join(ENCODINGS)}"


def check_encoding(name: str) -> str:
    """Return an encoding's name in lower case.

    Raises
    ------
    UnknownNameError
        It is none of `ENCODINGS`.
    """
    plain = name.casefold().replace("_", "-").replace("utf8", "utf-8").replace("gb2312", "gbk")
    if plain not in ENCODINGS:
        raise UnknownNameError("encoding", name, ENCODINGS)
    return plain


def detect_encoding(path: Path, file: str) -> str:
    """Return the encoding that the first characters beyond ASCII show.

    Parameters
    ----------
    path : Path
        A text file.
    file : str
        What messages call it.

    Returns
    -------
    str
        ``utf-8`` (also for plain ASCII), or ``gb18030`` for text that is no UTF-8 and reads as
        common Chinese.

    Raises
    ------
    DataError
        It is UTF-16, or neither of the two.
    """
    with path.open("rb") as stream:
        piece = stream.read(_PIECE)
        if piece.startswith(_UTF16):
            raise DataError([Issue(file, "", "it is UTF-16; save it as UTF-8", "encoding")])
        while piece.isascii():
            piece = stream.read(_PIECE)
            if not piece:
                return "utf-8"
        piece += stream.read(_PIECE)
    if _reads_as(piece, "utf-8") is not None:
        return "utf-8"
    text = _reads_as(piece, "gb18030")
    if text is not None and _is_common_chinese(text):
        return "gb18030"
    problem = f"its encoding is neither UTF-8 nor, for certain, GB18030; {ASK_ENCODING}"
    raise DataError([Issue(file, "", problem, "encoding")])


def _reads_as(piece: bytes, encoding: str) -> str | None:
    """Return the text of a piece that may end within a character, or None."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(piece)
    except UnicodeDecodeError:
        return None


def _is_common_chinese(text: str) -> bool:
    beyond = [each for each in text if not each.isascii()]
    codes = (each.encode("gb2312", errors="ignore") for each in beyond)
    common = sum(len(code) == 2 and _COMMON_FIRST <= code[0] <= _COMMON_LAST for code in codes)
    return common >= _COMMON_SHARE * len(beyond)
