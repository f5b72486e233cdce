"""Whether a teller is a group or a person: whom "it" and "he" carry on."""

_PERSONS = {
    "official", "spokesman", "spokeswoman", "spokesperson", "doctor", "activist", "resident",
    "witness", "director", "head", "chief", "medic", "minister", "envoy", "diplomat", "source",
    "commander", "volunteer", "rescuer", "nurse", "surgeon", "officer", "president", "ambassador",
    "man", "woman", "general", "colonel", "correspondent", "reporter", "secretary", "teacher",
    "mother", "father", "administrator", "dr", "mr", "mrs", "ms", "lieutenant", "farmer", "driver",
    "leader", "analyst", "member", "brother", "engineer",
}  # fmt: skip


def names_group(chain: tuple[str, ...]) -> bool:
    """True where the origin of a chain is a group for certain: no "he"."""
    return bool(chain) and is_group(chain[0]) is True


def is_group(teller: str) -> bool | None:
    """True for a group, False for a person; None for one name alone, which may be either."""
    name = teller.split(",", maxsplit=1)[0].casefold()
    words = name.replace(",", " ").split()
    if any(word in _PERSONS for word in words):
        return False
    known = {
        "observatory", "group", "ministry", "army", "agency", "organisation", "organization",
        "charity", "network", "committee", "council", "coalition", "helmets", "defence", "defense",
        "un", "unicef", "msf", "sana", "reuters", "afp", "government", "military", "statement",
        "monitor", "centre", "center", "union", "nations", "borders", "frontières", "crescent",
        "cross", "hospital", "command", "activists", "residents", "medics", "officials", "rescuers",
        "witnesses", "rebels", "association", "office", "television", "tv", "media", "russia",
        "moscow", "damascus", "washington", "israel", "turkey", "iran", "pentagon", "hezbollah",
    }  # fmt: skip
    if any(word in known for word in words):
        return True
    if len(words) <= 1:
        return True if teller.isupper() else None
    return words[-1].endswith("s")
