"""Make the shipped slices in ontology/imports/ again: a folder of *_slice.ttl goes in, one Turtle file an ontology comes out.

    python benchmarks/derive_imports.py ../shared/ontologies

Each slice is taken whole (its terms were chosen when it was cut), without definitions; ontology/imports/sources.tsv says version, licence
and whom to name, ontology/imports/labels.tsv which labels a newer release has. `kg import FILE --as NAME --seeds mapped --out
ontology/imports/NAME.ttl` does the same from a whole release.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from kg.graph.import_sources import known_sources, newer_labels
from kg.graph.imports import import_ontology
from kg.settings import Settings

#: The day on which the slices were taken in; a fixed one, so that the files come out the same.
TAKEN = date(2026, 11, 21)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/ontologies")
    settings = Settings.default()
    for prefix, described in known_sources(settings).items():
        name = prefix.lower()
        out = settings.ontology / "imports" / f"{name}.ttl"
        source = folder / f"{name}_slice.ttl"
        report = import_ontology(
            source, name=name, seeds="all", out=out, today=TAKEN, described=described, labels=newer_labels(settings)
        )
        print(f"{out.name:12} {report.kept:4} terms, {report.dangling} parents outside, {out.stat().st_size} bytes")
        for finding in report.findings:
            print(f"    {finding.kind} {finding.term} {finding.was!r} -> {finding.label!r} {finding.replacement}")


if __name__ == "__main__":
    main()
