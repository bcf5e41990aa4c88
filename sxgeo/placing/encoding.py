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
_COMMON_SHARE = 0.8
_AFTER_LATIN, _THREE_BYTES = 0x250, 0x800
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
        It is UTF-16, or neither of the two for certain.
    """
    with path.open("rb") as stream:
        piece = stream.read(_PIECE)
        if piece.startswith(_UTF16):
            raise DataError([Issue(file, "", "it is UTF-16; save it as UTF-8", "encoding")])
        line = 1
        while piece.isascii():
            line += piece.count(b"\n")
            piece = stream.read(_PIECE)
            if not piece:
                return "utf-8"
        piece += stream.read(_PIECE)
    return _judge(piece, file, line)


def _judge(piece: bytes, file: str, line: int) -> str:
    """Return the encoding of the first piece that is not plain ASCII; `line` is its first."""
    utf8, gb18030 = _reads_as(piece, "utf-8"), _reads_as(piece, "gb18030")
    chinese = isinstance(gb18030, str) and _is_common_chinese(gb18030)
    if isinstance(utf8, str):
        if not chinese or not _may_be_by_chance(utf8):
            return "utf-8"
        problem = f"it can be read as UTF-8 and as GB18030; {ASK_ENCODING}"
        raise DataError([Issue(file, "", problem, "encoding")])
    if chinese:
        return "gb18030"
    where = f"line {line + piece[:utf8].count(10)}"
    problem = f"its bytes are neither UTF-8 nor, for certain, GB18030; {ASK_ENCODING}"
    raise DataError([Issue(file, where, problem, "encoding")])


def _reads_as(piece: bytes, encoding: str) -> str | int:
    """Return the text of a piece that may end within a character, or where it cannot be read."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(piece)
    except UnicodeDecodeError as error:
        return error.start


def _may_be_by_chance(text: str) -> bool:
    """Return whether UTF-8 reads as scripts that GB18030's pairs of bytes look like.

    Three bytes a character, as Chinese has, do not come about by chance; pairs do (all of 太原站).
    """
    beyond = [ord(each) for each in text if not each.isascii()]
    return max(beyond) < _THREE_BYTES and not max(beyond) < _AFTER_LATIN


def _is_common_chinese(text: str) -> bool:
    beyond = (each for each in text if not each.isascii())
    codes = [each.encode("gb2312", errors="ignore") for each in beyond]
    characters = [code for code in codes if not code or code[0] >= _COMMON_FIRST]
    common = sum(len(code) == 2 and code[0] <= _COMMON_LAST for code in characters)
    return bool(characters) and common >= _COMMON_SHARE * len(characters)
