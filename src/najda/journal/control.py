"""Control facts: who belongs to the organisation and whose facts count. Vocabulary only."""

from dataclasses import dataclass
from typing import ClassVar

from najda.vocabulary import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsement:
    """A signature of the root or of a chief over a control statement (hexadecimal)."""

    key: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Genesis(Fact):
    """The organisation began: its root key, its first installation and its chiefs.

    Written by ``init``, signed by the root key, which is then kept off-line.
    """

    organisation: str
    root: str
    chain: str
    letter: str
    name: str
    chiefs: tuple[str, ...]
    endorsement: Endorsement
    #: The first installation's TLS certificate and the organisation's authority (DER).
    certificate: str | None = None
    authority: str | None = None
    searched: ClassVar[tuple[str, ...]] = ("name",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStarted(Fact):
    """An installation started its chain in an organisation that exists already.

    ``predecessor`` names the chain it goes on from: wiped, restored, cloned or forked.
    """

    root: str
    letter: str
    name: str
    predecessor: str | None = None
    #: Signed by the predecessor's key: the same base goes on under a new key at once.
    endorsement: Endorsement | None = None
    certificate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseEnrolled(Fact):
    """Two chiefs (or the root key) took an installation into the organisation."""

    chain: str
    letter: str
    name: str
    endorsements: tuple[Endorsement, ...]
    #: The TLS certificate (DER) that peers pin.
    certificate: str | None = None
    expires_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiefAppointed(Fact):
    """Two chiefs (or the root key) made a key a chief's key, kept at one installation."""

    chief: str
    chain: str
    endorsements: tuple[Endorsement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRevoked(Fact):
    """Two chiefs (or the root key) ended an installation's trust after fact ``cut_seq``.

    What stands is decided by this fact alone; with several, the lowest cut holds.
    """

    chain: str
    cut_seq: int
    cut_hash: str
    reason: str
    endorsements: tuple[Endorsement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last fact of a chain as an installation holds it."""

    chain: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsWitnessed(Fact):
    """An installation said which heads of other chains it holds (new, non-witness facts)."""

    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkProven(Fact):
    """Two signed facts of one chain carry the same number: the installation was cloned."""

    chain: str
    seq: int
    first: str
    second: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GreyAdopted(Fact):
    """A person adopted (or dismissed) a fact that lies beyond a revocation's cut."""

    fact: str
    adopted: bool
    reason: str


CONTROL_FACTS: dict[str, type[Fact]] = {
    f"journal.{kind.__name__}": kind
    for kind in (
        Genesis,
        ChainStarted,
        BaseEnrolled,
        ChiefAppointed,
        ChainRevoked,
        HeadsWitnessed,
        ForkProven,
        GreyAdopted,
    )
}

#: Kinds that decide whose facts count; the others only inform.
WALKED = tuple(
    f"journal.{kind.__name__}"
    for kind in (Genesis, ChainStarted, BaseEnrolled, ChiefAppointed, ChainRevoked, GreyAdopted)
)
