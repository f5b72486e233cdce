"""A chief's key, unlocked for one signature: from the stick, under its passphrase, then forgotten.

The key never touches the disk of the base and is never kept: each signature asks for it again.
"""

from dataclasses import dataclass

from najda.journal.admission import Admission, enrolment_statement, revocation_statement
from najda.journal.control import BaseEnrolled, ChainRevoked
from najda.journal.problems import WrongPassphrase
from najda.net.enrolment import ChiefKey, KeyProblem, key_from_text
from najda.refused import Refused, refuse


@dataclass(frozen=True, slots=True)
class Signed:
    """A chief's signature over a control statement (hexadecimal)."""

    key: str
    signature: str


def unlocked(key_text: str, passphrase: str, admission: Admission) -> ChiefKey:
    """The key in a key file's text, where it is a standing chief's; raises ``Refused``."""
    try:
        key = key_from_text(key_text, passphrase or None)
    except KeyProblem as wrong:
        reason = "trust.key_passphrase_needed" if str(wrong) == "passphrase_needed" else (
            "trust.key_unreadable")  # fmt: skip
        raise Refused(refuse(reason, at="key")) from wrong
    except WrongPassphrase:
        raise Refused(refuse("trust.key_passphrase_wrong", at="passphrase")) from None
    if not _may_sign(key.signing.public.hex(), admission):
        raise Refused(refuse("trust.no_chiefs_key", at="key", status=403))
    return key


def sign(said: BaseEnrolled | ChainRevoked, key: ChiefKey) -> Signed:
    """A chief's signature over what a control fact says."""
    statement = (
        enrolment_statement(said) if isinstance(said, BaseEnrolled) else revocation_statement(said)
    )
    return Signed(key.signing.public.hex(), key.signing.sign_statement(statement))


def _may_sign(public: str, admission: Admission) -> bool:
    """The root, or a chief whose installation is not revoked."""
    if public == admission.root:
        return True
    member = admission.members.get(admission.chiefs.get(public, ""))
    return member is not None and member.cut is None
