"""The same person twice, or one number for two people, within one list."""

from array import array

from tiemchung.domains.registry.identity_documents import DocumentKind
from tiemchung.domains.registry.lists.findings import Findings
from tiemchung.domains.registry.lists.messages import Code
from tiemchung.domains.registry.lists.model import Field, ListedPerson
from tiemchung.domains.registry.names import fold_name


class SeenRows:
    """Remembers the rows of a list by hashes in flat arrays, never by their text."""

    def __init__(self) -> None:
        self._places: list[str] = []
        self._sheet_of = array("H")
        self._row_of = array("L")
        self._who = array("q")
        self._documented = bytearray()
        self._by_document: dict[int, int] = {}
        self._by_person: dict[int, int] = {}

    def check(self, person: ListedPerson, sheet: str, row: int, findings: Findings) -> str:
        """Compare a row with those before; return the place of the same person's row, or "".

        A document that an earlier row gives to somebody else is an error. Equal name, birth and
        sex with no other document on either side are one person; with a document on one side only
        they may be. Places are written "sheet!row".
        """
        proofs = [d for d in person.documents if d.kind is not DocumentKind.HEALTH_CARD]
        birth = person.birth
        who = hash((fold_name(person.name), birth and (birth.on, birth.precision), person.sex))
        index = self._remember(sheet, row, who, documented=bool(proofs))
        for proof in proofs:
            earlier = self._by_document.setdefault(hash((proof.kind, proof.normal)), index)
            if earlier == index:
                continue
            if self._who[earlier] == who:
                return self._duplicate(earlier, findings)
            other = self._place(earlier)
            findings.error(Code.SAME_NUMBER, -1, Field.DOCUMENT, proof.normal, other=other)
        return self._same_person(who, index, findings)

    def _remember(self, sheet: str, row: int, who: int, *, documented: bool) -> int:
        if not self._places or self._places[-1] != sheet:
            self._places.append(sheet)
        self._sheet_of.append(len(self._places) - 1)
        self._row_of.append(row)
        self._who.append(who)
        self._documented.append(documented)
        return len(self._who) - 1

    def _place(self, index: int) -> str:
        return f"{self._places[self._sheet_of[index]]}!{self._row_of[index]}"

    def _same_person(self, who: int, index: int, findings: Findings) -> str:
        earlier = self._by_person.setdefault(who, index)
        documented = self._documented[earlier] + self._documented[index]
        if earlier == index or documented > 1:
            return ""
        if documented == 0:
            return self._duplicate(earlier, findings)
        findings.warn(Code.POSSIBLE_DUPLICATE, other=self._place(earlier))
        return ""

    def _duplicate(self, earlier: int, findings: Findings) -> str:
        place = self._place(earlier)
        findings.warn(Code.DUPLICATE_ROW, other=place)
        return place
