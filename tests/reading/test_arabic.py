"""What Arabic words must not be taken for."""

from collections.abc import Callable

import pytest

from najda.reading import Reading

Read = Callable[[str], Reading]


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
