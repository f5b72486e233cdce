"""The forms an Arabic word takes, so that the lists need name each word but once.

Over-generation is harmless: a form nobody writes is never met. Clitics before a word are taken
off the text instead (``tokens.stems``).
"""

from typing import Any

from najda.folding import fold

_OWNERS = ("ها", "هم", "هن", "نا", "كم", "كن")
_PERFECT = ("ت", "وا", "و", "تا", "نا")
_IMPERFECT = "يتن"
_LEAST, _LONG, _VERB = 3, 5, 4


def forms_of(word: str) -> list[str]:
    """A folded word with its tanwin, owners, plurals and persons.

    No bare ه is added: it would make طريقة (a way) of طريق (a road).
    """
    if len(word) < _LEAST or not word.isalpha():
        return [word]
    if word.endswith("ه"):
        stem = word[:-1]
        return [word, stem + "ات", stem + "تين", stem + "تان", stem + "تي"] + [
            stem + "ت" + owner for owner in _OWNERS
        ]
    forms = [word, word + "ا", *(word + end for end in (*_OWNERS, *_PERFECT))]
    if len(word) >= _VERB:
        forms += [word + "ين", word + "ون", word + "ان"]
    if len(word) >= _LONG:
        forms.append(word + "ات")
    if len(word) >= _VERB and word[0] in "ين":  # ت begins verbal nouns too: تقدم is no يقدم
        forms += [
            person + word[1:] + end for person in _IMPERFECT for end in ("", "ون", "وا", "و", "ها")
        ]
    return list(dict.fromkeys(forms))


def with_persons(verbs: list[str]) -> list[str]:
    """Verbs of saying with their other persons: قال -> قالت, قالوا; يقول -> تقول, يقولون."""
    found = []
    for verb in map(fold, verbs):
        found += [verb, verb + "ت", verb + "وا"]
        if len(verb) >= _VERB and verb[0] in _IMPERFECT:
            found += [person + verb[1:] for person in _IMPERFECT] + [verb + "ون"]
    return list(dict.fromkeys(found))


def inflect_duals(arabic: dict[str, Any]) -> None:
    """The other forms of each dual: مشفيان of مشفيين; "his", "her", "their" two of children.

    Never ين of ان: that is how most plurals end (مصابان, two hurt; مصابين, the hurt). Owners only
    of children: شخصيه and صاروخيه are other words.
    """
    for table in ("persons", "things"):
        for name, entry in arabic[table].items():
            duals = [word for word in entry.get("dual", ()) if " " not in word]
            forms = [word[:-2] + "ان" for word in duals if word.endswith("ين")]
            if table == "things":  # "قذيفتي هاون", "غارتا الأمس"; of people طفلتي is "my child"
                forms += [word[:-2] + end for word in duals if word.endswith("تين") for end in "يا"]
            if name == "child":
                forms += [
                    word[:-1] + owner
                    for word in (*duals, *forms)
                    if word.endswith(("ان", "ين"))
                    for owner in ("ه", "ها", "هم", "هما")
                ]
            if forms:
                entry["dual"] = list(dict.fromkeys((*entry["dual"], *forms)))
