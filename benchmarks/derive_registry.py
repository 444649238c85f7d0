"""Derive ontology/mappings/registry.tsv from the Bioregistry: prefixes of kg.identifiers go in, patterns of their identifiers come out.

Needs the package `bioregistry` (pip install bioregistry), which no command of kg needs: python benchmarks/derive_registry.py
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import bioregistry

from kg.identifiers import PREFIXES

TARGET = Path(__file__).resolve().parents[1] / "ontology" / "mappings" / "registry.tsv"


def main() -> None:
    rows = []
    for prefix, iri in sorted(PREFIXES.items()):
        name = bioregistry.normalize_prefix(prefix)
        resource = bioregistry.get_resource(name) if name else None
        if resource is None or name is None:
            continue
        known = "yes" if iri in resource.get_uri_prefixes() else "no"
        rows.append("\t".join((prefix, name, bioregistry.get_pattern(name) or "", known)))
    version = metadata.version("bioregistry")
    head = f"# Derived from Bioregistry {version} (https://bioregistry.io, CC0 1.0) by benchmarks/derive_registry.py"
    TARGET.write_text("\n".join([head, "prefix\tbioregistry\tpattern\tiri_registered", *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
