"""The same person twice, or one number for two people, within one list."""

from msgspec import Struct

from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.domains.registry.lists.findings import Findings
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import Field, ListedPerson
from tiemchung.domains.registry.names import fold_name


class _Seen(Struct, frozen=True, gc=False):
    """What is kept of an earlier row: its place, who it was, which documents it had."""

    place: str
    who: int
    documents: tuple[int, ...]


class SeenRows:
    """Remembers the rows of a list by hashes, a few hundred bytes each, never by their text."""

    def __init__(self) -> None:
        self._by_document: dict[int, _Seen] = {}
        self._by_person: dict[int, _Seen] = {}

    def check(self, person: ListedPerson, place: str, findings: Findings) -> str:
        """Compare a row with those before; return the place of the same person's row, or "".

        A document that an earlier row gives to somebody else is an error. Equal name, birth and
        sex with no other document on either side are one person; with a document on one side only
        they may be.
        """
        documents = tuple(
            hash((d.kind, d.normal))
            for d in person.documents
            if d.kind is not DocumentKind.HEALTH_CARD
        )
        birth = person.birth
        who = hash((fold_name(person.name), birth and (birth.on, birth.precision), person.sex))
        seen = _Seen(place, who, documents)
        for at, document in enumerate(documents):
            earlier = self._by_document.setdefault(document, seen)
            if earlier is not seen:
                if earlier.who == who:
                    return self._duplicate(earlier, findings)
                number = person.documents[at].normal
                findings.error(Code.SAME_NUMBER, -1, Field.DOCUMENT, number, other=earlier.place)
        return self._same_person(seen, findings)

    def _same_person(self, seen: _Seen, findings: Findings) -> str:
        earlier = self._by_person.setdefault(seen.who, seen)
        if earlier is seen or (earlier.documents and seen.documents):
            return ""
        if not earlier.documents and not seen.documents:
            return self._duplicate(earlier, findings)
        findings.warn(Code.POSSIBLE_DUPLICATE, other=earlier.place)
        return ""

    def _duplicate(self, earlier: _Seen, findings: Findings) -> str:
        findings.warn(Code.DUPLICATE_ROW, other=earlier.place)
        return earlier.place
