"""What Arabic words must not be taken for."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from najda import reading
from najda.folding import fold
from najda.reading import Reading

Read = Callable[[str], Reading]
ARABIC_WORDS = re.compile(r"[\u0600-\u06ff ]{1,40}")


def kinds_of(reading: Reading) -> set[str]:
    return {claim.kind.value for claim in reading.claims}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("وقال مصدر في مستشفى الميسر إن القصف طال الحي", "facility_damaged"),
        ("تحدثت الوزارة عن الغارة، ولم تزر على الأرض أي موقع", "attack"),
        ("قال مدير المشفى، ووصل القصف إلى الحي لاحقا", "facility_damaged"),
        ("فرق الإنقاذ تتدرب في الميسر", "search_and_rescue"),
        ("نقل الجرحى بعد القصف إلى مشفى القدس", "facility_damaged"),
        ("إخراج الناجين من تحت الأنقاض في الميسر", "road_cut"),
        ("نزل البرميل جنب المدرسة", "facility_damaged"),
        ("طائرتان حربيتان فوق الميسر على علو منخفض", "attack"),
        ("يعيش الناس تحت الحصار", "trapped"),
        ("طلعنا كل الناس، ما ضل حدا تحت", "trapped"),
        ("إخراج طفلة حية بعد 16 ساعة تحت الأنقاض", "trapped"),
        ("من إسعاف ٢ إلى المركز: وصلنا", "injured"),
        ("وصل إسعاف 3 وإسعاف 5 إلى الميسر", "injured"),
        ("سيارة إسعاف ٧ تعطلت", "injured"),
        ("قوات النظام في المناطق الخارجة عن سيطرة المعارضة", "area_of_control"),
    ],
)
def test_what_is_not_told(read: Read, text: str, kind: str) -> None:
    assert kind not in kinds_of(read(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("لا تزال فرق الدفاع المدني تبحث عن ناجين", "search_and_rescue"),
        ("توقف الدوام لأجل غير مسمى", "service_suspended"),
        ("شنت طائرات يرجح أنها روسية غارات على الميسر", "attack"),
    ],
)
def test_these_words_deny_and_doubt_nothing(read: Read, text: str, kind: str) -> None:
    modes = {(c.modality, c.polarity) for c in read(text).claims if c.kind.value == kind}

    assert modes == {("asserted", "+")}


def test_the_code_compares_arabic_words_as_they_are_folded() -> None:
    """A word in code that folding changes ("مساء" is "مسا") would never be met."""
    room = Path(reading.__file__).parent
    unlike = [
        f"{file.name}:{node.lineno} {node.value}"
        for file in sorted(room.rglob("*.py"))
        if file.name != "sentences.py"  # which compares lines of pages before they are folded
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if ARABIC_WORDS.fullmatch(node.value) and fold(node.value) != node.value
    ]
    assert not unlike


@pytest.mark.parametrize(
    ("title", "place", "day", "kind"),
    [
        ("السكري 18/9/2014", "sukkari", "2014-09-18", "incident"),
        ("الصاخور16-2-2016", "sakhour", "2016-02-16", "incident"),
        ("حريق الزبدية 25-4-2016", "zabdiya", "2016-04-25", "fire"),
        ("مجزرة الصالحين 11 3 2016", "salhin", "2016-03-11", "strike"),
    ],
)
def test_a_title_of_a_place_and_a_day_is_an_event(
    read: Read, title: str, place: str, day: str, kind: str
) -> None:
    (event,) = read(title).events
    assert event.place is not None
    assert event.time is not None
    assert (event.place.id, event.time.start, event.kind) == (place, day, kind)


def test_a_quarter_inside_another_is_the_place(read: Read) -> None:
    reading = read(
        "برميل متفجر على حي اقيول في حلب القديمة وتمكن الدفاع المدني من انقاذ عائلة كاملة"
        " على قيد الحياة"
    )
    assert {event.place.id for event in reading.events if event.place} == {"aqyul"}


def test_a_day_below_a_caption_signs_nothing(read: Read) -> None:
    reading = read(
        "سقط سقف على عمال في حي الهلك وتم انقاذهم من تحت الانقاض على قيد الحياة ....\n26/5/2016"
    )
    assert reading.claims
    assert all(not claim.tellers for claim in reading.claims)
