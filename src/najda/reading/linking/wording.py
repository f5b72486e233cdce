"""The wording of a passage, for comparing: names that are no place, and the stems of its words."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, zip_longest

from najda.folding import fold
from najda.places.spelling import Word
from najda.reading.linking.concepts import LEAST_LETTERS, forms_of
from najda.reading.words.said_times import MONTH_WORDS, WEEKDAY_WORDS


class Extents:
    """Stretches of a text: which of its places lie in one of them."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Take the stretches, each from and to, in any order; they may overlap."""
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def __contains__(self, at: int) -> bool:
        """Whether a place of the text lies in one of the stretches."""
        before = bisect_right(self._starts, at) - 1
        return before >= 0 and at < self._ends[before]


def word_list(words_listed: str) -> frozenset[str]:
    """The words of a text, folded, as a set."""
    return frozenset(fold(words_listed).split())


_STOP = word_list(
    "the a an and or of in on at to for from by with as is was were are be been has have had "
    "it its "
    "this that these those they their them there he she his her who which what when where while "
    "after before during into out over under about around near not no but also than then said say "
    "says told according one two more most some many all other others another people person had "
    "may could would will can did do does being such only just still both between among against "
    "report reports reported reportedly local source sources "
    "في من على الى عن مع ان إن أن كان كانت هذا هذه ذلك تلك التي الذي الذين قد لم لا ما هو هي هم "
    "بعد قبل خلال حيث كما او أو ثم بين حتى عند منذ كل بعض اي أي غير احد أحد عدد قال قالت افاد "
    "أفاد ذكر ذكرت مصدر مصادر يوم اليوم امس"
)
#: Words of tellers' names: who says it is no ground that two reports speak of the same.
_TELLING = word_list(
    "syrian syria civil defence defense white helmets helmet observatory human rights watch "
    "reuters "
    "afp ap bbc cnn associated press agence france presse news agency al-jazeera jazeera guardian "
    "times post network media center centre council local coordination committees sana smart step "
    "enab baladi orient un united nations ocha msf army free russian russia ministry government "
    "street road lane alley avenue square steps mosque hospital school market family doctor mr mrs "
    "bab tal kafr neighbourhood neighborhood district city town village "
    "facebook twitter youtube telegram airwars "
    "red crescent cross board inquiry commission council command commander "
    "president minister general assad islamic state isis nusra front ahrar violations "
    "democratic forces sdf ypg euphrates shield jund aqsa sham division brigade brigades levant "
    "hezbollah hamas taliban militia"
)
_STREETS = word_list("street road lane alley avenue square steps")
_CALENDAR = frozenset((*MONTH_WORDS, *WEEKDAY_WORDS))


def names_in(text: str, parts: Sequence[Word], known: Extents) -> Iterator[tuple[str, str]]:
    """How a name sounds and how it is written: capitalised words within sentences.

    ``known``: where places and tellers are named; they are weighed for themselves.
    """
    if text.isupper():
        return
    for part, key in _keyed(parts):
        if part.arabic or not part.capital or part.folded.isdigit():
            continue
        before = text[: part.article_start].rstrip()[-1:]
        if before in {"", ".", "!", "?", "\n", ":"} and not part.has_article:
            continue
        if (
            part.folded in _TELLING
            or part.folded in _CALENDAR
            or part.folded in _STOP
            or len(part.key) < LEAST_LETTERS
        ):
            continue
        if part.start not in known:
            yield key, part.folded


def _keyed(parts: Sequence[Word]) -> Iterator[tuple[Word, str]]:
    """Each word and its key; of a street with what kind of street it is: Mill Lane, Mill Road."""
    for part, following in zip_longest(parts, parts[1:]):
        kind = following.folded if following and following.folded in _STREETS else ""
        yield part, f"{part.key} {kind}" if kind and part.capital else part.key


def terms_in(
    text: str, parts: Sequence[Word], names: Mapping[str, str], known: Extents
) -> Counter[str]:
    """How often each word that says something stands, and each name ("name ..." and its key).

    Places and tellers (``known``) are left out. What begins a sentence with a capital may be a
    name or a word: it counts as both, and meets whichever the other report has.
    """
    found: Counter[str] = Counter()
    for part, key in _keyed(parts):
        if part.folded in _STOP or part.folded in _CALENDAR or part.folded.isdigit():
            continue
        if len(part.folded) < LEAST_LETTERS:
            continue
        if part.start in known:
            continue
        name = not part.arabic and key in names
        perhaps = part.capital and not part.arabic and part.folded not in _TELLING
        if name or (perhaps and not text.isupper()):
            found[f"name {key}"] += 1
        if not name:
            bare = min(forms_of(part), key=len) if part.arabic else part.folded
            found[stem(bare, arabic=part.arabic)] += 1
    return found


def stem(word: str, *, arabic: bool) -> str:
    """A word without its commonest endings; crude, the same for both reports."""
    endings = ("ات", "ون", "ين", "ان", "ها", "هم", "ه", "ي") if arabic else (
        "ings", "ing", "edly", "ed", "ies", "es", "s", "ly",
    )  # fmt: skip
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_LETTERS:
            return word[: -len(ending)]
    bare = word.removesuffix("e")
    return bare if not arabic and len(bare) >= LEAST_LETTERS else word


#: How Arabic consonants sound, in the letters of ``places.spelling``; vowels are left out.
_SOUNDS = dict(zip("بتثجحخدذرزسشصضطظغفقكلمن", "bttjhhdzrzsşsdtzgfkklmn", strict=True)) | {"ه": "h"}
_LEAST_CONSONANTS = 3
#: Nouns that the name of a building, place or family follows in Arabic, without article.
_NAMED_AFTER = word_list(
    "مشفي مستشفي مدرسه جامع مسجد كنيسه فرن مخبز سوق جسر دوار مركز معمل ثانويه روضه معهد "
    "مخيم حي بلده قريه مدينه ضاحيه منطقه شارع عاءله عايله ال بنايه برج محطه ضخ"
)
_MOST_WORDS_OF_NAME = 4


def consonants(key: str) -> str:
    """The consonants of the key of a Latin name."""
    return key.translate(_NO_VOWELS)


_NO_VOWELS = str.maketrans("", "", "aiuw")


def sounds_in(parts: Sequence[Word], names: Iterable[str]) -> frozenset[str]:
    """The consonants of names, alike in both scripts: Quds and القدس are "kds".

    Latin names are known by their capitals (``names``: their keys); Arabic ones where they stand
    behind the noun of a building. Names of less than three consonants say too little.
    """
    found = {consonants(key.partition(" ")[0]) for key in names}
    for at, part in enumerate(parts):
        if part.arabic and set(forms_of(part)) & _NAMED_AFTER:
            found.update(_arabic_sounds([one.folded for one in parts[at + 1 :]]))
    return frozenset(sound for sound in found if len(sound) >= _LEAST_CONSONANTS)


#: What a building is like, no name of it.
_NO_NAME = word_list("كبير كبيره صغير شعبي شعبيه سكني سكنيه ميداني ابتداءيه خضار خبز بنات واحده")


def _arabic_sounds(following: Sequence[str]) -> Iterator[str]:
    servant = ""  # عبد العزيز is one name: Abdulaziz
    for word in following[:_MOST_WORDS_OF_NAME]:
        if word == "عبد":
            servant = word
            continue
        if word.removeprefix("لل").removeprefix("ال") in _NO_NAME:
            continue
        bare = servant + word if servant else word.removeprefix("ال")
        yield "".join(_SOUNDS.get(letter, "") for letter in bare.removesuffix("ه"))
        servant = ""
