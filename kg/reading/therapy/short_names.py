"""Short names that a page on one illness gives to what can come of it: a page's words go in, terms for them come out.

On a page that names Kawasaki disease "aneurysms" are those of the coronary arteries, which it need not say again.
"""

from __future__ import annotations

from kg.reading.page import Page, Term

__all__ = ["BESIDE_KAWASAKI", "fit_short_names"]

BESIDE_KAWASAKI = "beside Kawasaki disease"


def fit_short_names(page: Page) -> None:
    """Name the aneurysms of Kawasaki disease: "IVIG prevents aneurysms", "lowers this aneurysm risk"."""
    units = [unit for unit in page.units if not _WORDS.isdisjoint(unit.stems)]
    if not units or not page.names(_OWNERS):
        return
    for unit in units:
        named = {index for term in unit.terms for index in range(term.first, term.last)}
        for index in range(unit.first, unit.last):
            is_free = index not in named and page.tokens.folds[index - 1] not in _ELSEWHERE
            if is_free and page.tokens.stems[index] in _WORDS:
                unit.terms.append(Term(index, index + 1, _ANEURYSM, _CONDITION, 0.85, "exact", (BESIDE_KAWASAKI,)))
        unit.terms.sort(key=lambda term: (term.first, term.last))


_WORDS = frozenset(("aneurysm", "aneurism"))
_ANEURYSM = "coronary-artery-aneurysm"
_OWNERS = frozenset(("kawasaki-disease", _ANEURYSM))
_CONDITION = frozenset(("Condition",))
#: Places of other aneurysms.
_ELSEWHERE = frozenset(("brain", "cerebral", "intracranial", "aortic", "berry", "peripheral", "systemic", "axillary", "iliac", "arterial", "artery"))
