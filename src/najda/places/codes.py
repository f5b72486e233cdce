"""Codes for positions: MGRS (read out on the radio) and plus codes (Open Location Code).

Plus codes follow the published specification of the Open Location Code (Google, 2014): pairs of
base-20 digits from latitude+90 and longitude+180, then a 4 by 5 grid for each further digit.
"""

import re
import warnings
from dataclasses import dataclass
from typing import Any

#: Fewer would take a telephone number for a code.
_LEAST_BEFORE_PLUS = 4
_DIGITS = "23456789CFGHJMPQRVWX"
_BASE = 20
_PAIR_DIGITS = 10
_MAX_DIGITS = 15
_GRID_COLUMNS = 4
_GRID_ROWS = 5
#: Fractions of a degree that the longest code resolves: 20^3 for pairs, then 5^5 and 4^5.
_LAT_UNITS = 20**3 * _GRID_ROWS**5
_LON_UNITS = 20**3 * _GRID_COLUMNS**5
_FULL = re.compile(rf"(?=.{{9,}})[{_DIGITS}0]{{8}}\+[{_DIGITS}]*", re.IGNORECASE)
_SHORT = re.compile(rf"(?=.{{2,}})(?:[{_DIGITS}]{{2}}){{0,3}}\+[{_DIGITS}]*", re.IGNORECASE)
_MGRS = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*(\d[\d\s]*)", re.IGNORECASE)
_LAT_LON = re.compile(r"\(?\s*(-?\d{1,2}(?:[.٫]\d+)?)\s*[,;،\s]\s*(-?\d{1,3}(?:[.٫]\d+)?)\s*\)?")


@dataclass(frozen=True, slots=True)
class CodeArea:
    """The rectangle a plus code stands for, in degrees."""

    south: float
    west: float
    north: float
    east: float

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        return ((self.south + self.north) / 2, (self.west + self.east) / 2)


def to_mgrs(lat: float, lon: float, *, digits: int = 4) -> str:
    """The grid reference of a position, spaced as it is read out; 4 digits each way mean 10 m."""
    code = str(_converter().toMGRS(lat, lon, MGRSPrecision=digits))
    zone = code[: len(code) - 2 * digits]
    numbers = code[len(zone) :]
    return " ".join(
        part for part in (zone[:-2], zone[-2:], numbers[:digits], numbers[digits:]) if part
    )


def from_mgrs(code: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of the square a grid reference names.

    Raises ``ValueError`` where it is none.
    """
    match = _MGRS.fullmatch(code.strip())
    if not match:
        raise ValueError(f"not a grid reference: {code}")
    zone, band, square, digits = match.groups()
    digits = re.sub(r"\s", "", digits)
    if len(digits) % 2 or len(digits) > _PAIR_DIGITS:
        raise ValueError(f"a grid reference has as many digits east as north: {code}")
    half = len(digits) // 2
    # The middle of the square: one more digit, five, each way (a metre is fine enough).
    if half < _PAIR_DIGITS // 2:
        digits = f"{digits[:half]}5{digits[half:]}5"
    import mgrs

    try:
        with warnings.catch_warnings():
            # A square cut by the border of two latitude bands may be named by either.
            warnings.simplefilter("ignore", RuntimeWarning)
            lat, lon = _converter().toLatLon(f"{zone}{band}{square}{digits}".upper())
    except mgrs.core.MGRSError as problem:
        raise ValueError(f"not a grid reference: {code}") from problem
    return float(lat), float(lon)


def _converter() -> Any:
    import mgrs

    return mgrs.MGRS()


def is_plus_code(code: str) -> bool:
    """Whether a text is a valid plus code, full or short."""
    return is_full_plus_code(code) or is_short_plus_code(code)


def is_short_plus_code(code: str) -> bool:
    """Whether it is a code with its first digits left off, to be read near a known place."""
    return _SHORT.fullmatch(code) is not None and _tail_is_right(code)


def is_full_plus_code(code: str) -> bool:
    """Whether it is a code that needs no known place beside it."""
    if not _FULL.fullmatch(code) or not _tail_is_right(code):
        return False
    first_lat, first_lon = (_DIGITS.index(digit) for digit in code[:2].upper())
    if first_lat * _BASE >= 180 or first_lon * _BASE >= 360:  # noqa: PLR2004 (degrees)
        return False
    head = code[:8].rstrip("0")
    padded = len(head) < 8  # noqa: PLR2004 (digits before the plus)
    return "0" not in head and (not padded or (len(head) % 2 == 0 and code.endswith("+")))


def _tail_is_right(code: str) -> bool:
    """One single digit after the plus means nothing."""
    return len(code.partition("+")[2]) != 1


def to_plus_code(lat: float, lon: float, *, digits: int = 10) -> str:
    """The plus code of a position; 10 digits mean about 14 m, 11 about 3 m.

    Raises ``ValueError`` for a length the specification does not know.
    """
    if digits < 2 or (digits < _PAIR_DIGITS and digits % 2):  # noqa: PLR2004 (one pair)
        raise ValueError(f"a plus code cannot have {digits} digits")
    digits = min(digits, _MAX_DIGITS)
    lat_units = min(max(int(_floor((lat + 90) * _LAT_UNITS)), 0), 180 * _LAT_UNITS - 1)
    lon_units = int(_floor((lon + 180) * _LON_UNITS)) % (360 * _LON_UNITS)
    code = _plus_digits(lat_units, lon_units)[:digits]
    head = code[:8].ljust(8, "0")
    return f"{head}+{code[8:]}"


def _floor(value: float) -> float:
    """Floor after rounding away what binary fractions add (a millionth of the finest unit)."""
    from math import floor

    return floor(round(value, 6))


def _plus_digits(lat_units: int, lon_units: int) -> str:
    grid = ""
    for _ in range(_MAX_DIGITS - _PAIR_DIGITS):
        lat_units, row = divmod(lat_units, _GRID_ROWS)
        lon_units, column = divmod(lon_units, _GRID_COLUMNS)
        grid = _DIGITS[row * _GRID_COLUMNS + column] + grid
    pairs = ""
    for _ in range(_PAIR_DIGITS // 2):
        lat_units, lat_digit = divmod(lat_units, _BASE)
        lon_units, lon_digit = divmod(lon_units, _BASE)
        pairs = _DIGITS[lat_digit] + _DIGITS[lon_digit] + pairs
    return pairs + grid


def from_plus_code(code: str, *, near: tuple[float, float] | None = None) -> CodeArea:
    """The rectangle of a plus code; a short one is read as the nearest to ``near``.

    Raises ``ValueError`` where it is none, or short with nothing near.
    """
    if is_full_plus_code(code):
        return _decode(code)
    if not is_short_plus_code(code) or near is None:
        raise ValueError(f"not a plus code that can be read alone: {code}")
    return _recover(code, near)


def _decode(code: str) -> CodeArea:
    digits = code.upper().replace("+", "").rstrip("0")[:_MAX_DIGITS]
    south, west, height, width = -90.0, -180.0, 400.0, 400.0
    for at in range(0, min(len(digits), _PAIR_DIGITS), 2):
        height /= _BASE
        width /= _BASE
        south += _DIGITS.index(digits[at]) * height
        west += _DIGITS.index(digits[at + 1]) * width
    for digit in digits[_PAIR_DIGITS:]:
        row, column = divmod(_DIGITS.index(digit), _GRID_COLUMNS)
        height /= _GRID_ROWS
        width /= _GRID_COLUMNS
        south += row * height
        west += column * width
    return CodeArea(south, west, south + height, west + width)


def _recover(code: str, near: tuple[float, float]) -> CodeArea:
    lat = min(max(near[0], -90.0), 90.0)
    lon = (near[1] + 180) % 360 - 180
    missing = 8 - code.index("+")
    size = _BASE ** (2 - missing / 2)
    area = _decode(to_plus_code(lat, lon).replace("+", "")[:missing] + code)
    middle_lat, middle_lon = area.centre
    up = _shift(lat, middle_lat, size)
    if not -90 <= middle_lat + up <= 90:  # noqa: PLR2004 (the poles)
        up = 0.0
    right = _shift(lon, middle_lon, size)
    return CodeArea(area.south + up, area.west + right, area.north + up, area.east + right)


def _shift(wanted: float, middle: float, size: float) -> float:
    """By how much a cell is moved so that its middle is the nearest to what is wanted."""
    if wanted + size / 2 < middle:
        return -size
    if wanted - size / 2 > middle:
        return size
    return 0.0


def position_of(
    text: str, *, near: tuple[float, float] | None = None
) -> tuple[float, float, str] | None:
    """Latitude, longitude and the kind of code, where the whole text is a position."""
    from najda.folding import fold

    code = fold(text).strip().upper().replace("٫", ".")
    match = _LAT_LON.fullmatch(code)
    if match:
        lat, lon = float(match[1]), float(match[2])
        if abs(lat) <= 90 and abs(lon) <= 180 and "." in code:  # noqa: PLR2004 (degrees)
            return lat, lon, "latitude and longitude"
    try:
        if is_plus_code(code) and code.index("+") >= _LEAST_BEFORE_PLUS:
            lat, lon = from_plus_code(code, near=near).centre
            return round(lat, 6), round(lon, 6), "plus code"
        if _MGRS.fullmatch(code):
            lat, lon = from_mgrs(code)
            return round(lat, 6), round(lon, 6), "grid reference (MGRS)"
    except ValueError:
        return None
    return None
