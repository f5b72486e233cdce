"""Places in running text: all that are meant, and no common word."""

import pytest

from najda.places import own_gazetteer


def named(text: str) -> list[str]:
    """Ids of the best candidates, in the order of the text."""
    return [mention.candidates[0].id for mention in own_gazetteer().mentions(text)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("قصف على حي السكري وانتشال الشهداء", ["sukkari"]),
        ("غارة على حيي الكلاسة وبستان القصر", ["kallaseh", "bustan-al-qasr"]),
        (
            "أحياء الصاخور والمشهد والميسر وكرم البيك",
            ["sakhour", "ansari-mashhad", "maysar", "karm-al-beik"],
        ),
        (
            "منها القاطرجي -الميسر-المشهد-كرم الجبل",
            ["qaterji", "maysar", "ansari-mashhad", "karm-al-jabal"],
        ),
        ("الدفاع المدني بالصاخور يتوجه للكلاسة", ["sakhour", "kallaseh"]),
        ("فرق الإسعاف من الحيدرية فالهلك", ["haydariya", "hellok"]),
        ("مجزرة االكلاسة3 6 2016", ["kallaseh"]),
        ("27/12/2014السكري", ["sukkari"]),
        ("المشهد :صاروخ على السوق", ["ansari-mashhad"]),
        ("حملة توعية في أحياء حلب مركز باب النيرب", ["aleppo", "bab-al-nairab"]),
        ("Strikes hit al-Sukkari and Salaheddine", ["sukkari", "salah-al-din"]),
        ("in the Mashhad neighbourhood of Aleppo", ["ansari-mashhad", "aleppo"]),
        ("at Urem al-Kubra, west of Aleppo city", ["urum-al-kubra", "aleppo"]),
        ("rebel-held eastern Aleppo city", ["aleppo-east"]),
        ("strikes on an-Nayrab camp and on Bab al-Nairab", ["nayrab-camp", "bab-al-nairab"]),
    ],
)
def test_places_meant_are_found(text: str, ids: list[str]) -> None:
    assert named(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "الدفاع المدني ينتشل أحد الشهداء من داخل سيارة",
        "تشييع الشهداء بعد صلاة الجمعة",
        "فرن الشهداء بعد القصف",
        "كان المشهد مؤلما بعد الغارة",
        "في تشرين الثاني 2016",
        "١٢ تشرين الأول",
        "أدوية لمرضى السكري",
        "المتظاهرون رفعوا الشعار في الساحة",
        "جثث مجهولة الهوية في الميدان",
        "غارات تدمر منازل المدنيين",
        "دوما يصل المسعفون أولا",
        "قطع الطريق أمام المشاركة في التشييع",
        "نقل مركز حلب الإعلامي صورا",
        "the martyrs were buried before noon",
        "a scene of horror in the square",
        "the Washington Post reported",
        "Aleppo Media Center said",
        "hammer and ham, more tall rifles than marks",
    ],
)
def test_common_words_are_no_places(text: str) -> None:
    assert named(text) == []


def test_the_town_of_a_name_that_is_a_common_word() -> None:
    assert [m.quote for m in own_gazetteer().mentions("in the town of al-Bab on Friday")] == [
        "al-Bab"
    ]
    assert own_gazetteer().mentions("he knocked at al-Bab on Friday") == []


def test_bab_al_nairab_is_never_an_nayrab() -> None:
    for text in ("حريق في باب النيرب", "مركز باب النيرب", "Bab an-Nayrab was hit", "بباب النيرب"):
        (mention,) = own_gazetteer().mentions(text)
        assert [each.id for each in mention.candidates] == ["bab-al-nairab"]


def test_a_name_does_not_run_over_the_end_of_a_sentence() -> None:
    assert named("Crews left Bustan. Al-Qasr was quiet.") == []
    assert named("خرجوا من باب. النيرب بلدة") != ["bab-al-nairab"]


def test_a_shared_name_asks_in_text_too() -> None:
    (mention,) = own_gazetteer().mentions("صاروخ على حي الانصاري يوقع جرحى")
    assert mention.asks
    assert len(mention.candidates) == 3


def test_offsets_are_code_points_of_the_raw_text() -> None:
    text = "\ufeffقَصْف على حيّ السُّكَّري 😀 وبالصاخور"
    quotes = [mention.quote for mention in own_gazetteer().mentions(text)]
    assert quotes == ["السُّكَّري", "الصاخور"]


def test_a_text_without_spaces_costs_little() -> None:
    assert named("ابجد هوزحطي".replace(" ", "") * 20_000) == []
    assert own_gazetteer().find("abcdefgh" * 20_000) == []
