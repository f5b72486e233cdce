"""What is read to a crew over the radio, in Arabic and English, with the grid spelled out. Pure."""

from dataclasses import dataclass

_ALPHABET = """
Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa
Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu
"""
_LETTERS = {word[0]: word for word in _ALPHABET.split()}
_NUMBERS = "Zero One Two Three Four Five Six Seven Eight Niner"
_DIGITS = {str(n): word for n, word in enumerate(_NUMBERS.split())}
_ARABIC_NUMBERS = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة"
_ARABIC_DIGITS = {str(n): word for n, word in enumerate(_ARABIC_NUMBERS.split())}


@dataclass(frozen=True, slots=True)
class Order:
    """What the script needs to know; the words are already in their language."""

    call_sign: str
    number: str
    what_ar: str
    what_en: str
    where_ar: str
    where_en: str
    #: Grid reference (MGRS) without spaces; empty where no place is known.
    grid: str = ""
    #: True where the grid is the middle of the quarter, not the place itself.
    is_centre: bool = False
    hold_until: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """The lines to read."""

    arabic: str
    english: str
    #: The grid letter by letter.
    spelled: str
    spelled_arabic: str


def spell(code: str) -> str:
    """A code in the alphabet of the radio; what is no letter or digit is left out."""
    words = {**_LETTERS, **_DIGITS}
    return " ".join(words[one] for one in code.upper() if one in words)


def spell_arabic(code: str) -> str:
    """The digits of a code in Arabic words; its letters as on the international radio."""
    words = {**_LETTERS, **_ARABIC_DIGITS}
    return " ".join(words[one] for one in code.upper() if one in words)


def script(order: Order) -> Script:
    """Who, which callout, what, where, the grid, and "read back"."""
    centre_ar = " (وسط الحي)" if order.is_centre and order.grid else ""
    centre_en = " (middle of the quarter)" if order.is_centre and order.grid else ""
    hold_ar = f" انتظروا حتى {order.hold_until}." if order.hold_until else ""
    hold_en = f" Hold until {order.hold_until}." if order.hold_until else ""
    return Script(
        arabic=f"{order.call_sign}، مهمة {order.number}: {order.what_ar}، {order.where_ar}."
        f"{hold_ar} أعد القراءة.{centre_ar}",
        english=f"{order.call_sign}, callout {order.number}: {order.what_en}, {order.where_en}."
        f"{hold_en} Read back.{centre_en}",
        spelled=spell(order.grid),
        spelled_arabic=spell_arabic(order.grid),
    )
