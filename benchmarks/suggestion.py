"""How good suggestions are: curated mappings are hidden ontology by ontology and asked for again; precision and recall come out.

python benchmarks/suggestion.py ONTOLOGY_FILE... (Turtle or RDF/XML)
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kg.concepts import read_concepts
from kg.graph.mappings import EXACT_MATCH, read_mappings
from kg.graph.suggestion import Scoring, suggest_mappings
from kg.graph.terms import read_terms
from kg.settings import Settings


def main(files: list[str]) -> None:
    settings = Settings.default()
    concepts = read_concepts(settings.ontology / "concepts.tsv")
    mappings = read_mappings(settings.ontology / "mappings")
    scoring = Scoring.load(settings.data / "suggestion.toml")
    terms = read_terms(map(Path, files))
    print("ontology  asked  right  related  wrong  precision  recall  seconds")
    for prefix in sorted({curie.partition(":")[0] for curie in terms}):
        hidden = {(m.subject, m.object): m.predicate for m in mappings if m.prefix == prefix and m.object in terms}
        asked = {pair for pair, predicate in hidden.items() if predicate == EXACT_MATCH}
        if not asked:
            continue
        start = time.perf_counter()
        found = suggest_mappings(concepts, [m for m in mappings if m.prefix != prefix], terms, scoring)
        seconds = time.perf_counter() - start
        judged = {subject for subject, _ in hidden}
        pairs = {(s.mapping.subject, s.mapping.object) for s in found if s.mapping.prefix == prefix and s.mapping.subject in judged}
        right, related = len(pairs & asked), len({p for p in pairs & set(hidden) if p not in asked})
        wrong = len(pairs - set(hidden))
        precision = (right + related) / len(pairs) if pairs else 0.0
        print(f"{prefix:9} {len(asked):5} {right:6} {related:8} {wrong:6} {precision:10.3f} {right / len(asked):7.3f} {seconds:8.2f}")
        for pair in sorted(pairs - set(hidden)):
            print("   not curated:", *pair, "but", [o for s, o in hidden if s == pair[0]])


if __name__ == "__main__":
    main(sys.argv[1:])
