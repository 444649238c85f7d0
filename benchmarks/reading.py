"""Measure reading: documents of 3 kB a second on one core, step by step, and memory while thousands are streamed.

    .venv/bin/python benchmarks/reading.py [--documents 400] [--streamed 20000] [--shared DIR] [--profile]

CPU time is counted, not the clock's, but other work on the machine still slows it (shared caches): best and worst tell how much. Each set is
read five times; the rate at first counts what is looked up once for each word and kept.
Every document is different: sentences of the corpora in ../shared, shuffled, among sentences of our own texts, so that caches help
no more than in real use. Without ../shared the sentences are our own alone.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import hashlib
import json
import pstats
import random
import re
import resource
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.__main__ import COLLECTION  # noqa: E402
from kg.reading.characters import normalise  # noqa: E402
from kg.reading.claims import Reader  # noqa: E402
from kg.reading.cues import Stream  # noqa: E402
from kg.reading.layout import lay_out  # noqa: E402
from kg.reading.words import tokenise  # noqa: E402
from kg.records import Document  # noqa: E402
from kg.settings import Settings  # noqa: E402

SEED = 11
CHARACTERS = 3000
#: Share of sentences from texts on immunoglobulin; the others are of general medicine and give few claims.
OWN_SHARE = 0.5


def own_sentences() -> list[str]:
    """Give the sentences of our own documents."""
    return sentences(path.read_text(encoding="utf-8").split("---", 2)[-1] for path in sorted((ROOT / "data" / "documents").glob("*.md")))


def spun_sentences() -> list[str]:
    """Give the sentences of the machine-paraphrased texts of our gold sets."""
    return sentences(path.read_text(encoding="utf-8") for path in sorted((ROOT / "benchmarks" / "gold").glob("*/texts/*spun*.txt")))


def sentences(texts: Iterable[str]) -> list[str]:
    """Split texts where a sentence or a paragraph ends."""
    return [s.strip() for text in texts for s in re.split(r"(?<=[.!?])\s+|\n\n", text) if len(s.strip()) > 30 and not s.startswith("#")]


def general_sentences(shared: Path) -> list[str]:
    """Give sentences of general medicine, or none where the corpora are absent."""
    folder = shared / "corpora"
    found: list[str] = []
    for name in ("bc5cdr-dev", "ncbi-disease-dev", "phee-dev"):
        path = folder / f"{name}.jsonl"
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                found += re.split(r"(?<=[.!?])\s+", json.loads(line)["text"])
    return [sentence for sentence in found if len(sentence) > 30]


def documents(count: int, own: Sequence[str], general: Sequence[str], own_share: float = OWN_SHARE) -> Iterator[Document]:
    """Compose documents of about 3 kB, in paragraphs of four sentences; the same on every machine."""
    dice = random.Random(SEED)
    for number in range(count):
        pieces: list[str] = []
        size = 0
        while size < CHARACTERS:
            source = own if not general or dice.random() < own_share else general
            sentence = dice.choice(source)
            pieces.append(sentence)
            size += len(sentence) + 1
        text = "\n\n".join(" ".join(pieces[i : i + 4]) for i in range(0, len(pieces), 4))[:CHARACTERS]
        yield Document(id=f"d{number}", text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def peak_megabytes() -> float:
    """Give the peak resident memory of this process; Linux counts in kB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def print_speed(reader: Reader, batch: Sequence[Document], of_what: str) -> None:
    for document in batch[:20]:
        reader.read(document)
    rates: list[float] = []
    claims = 0
    for _ in range(5):
        start = time.process_time()
        claims = sum(len(reader.read(document).claims) for document in batch)
        rates.append(len(batch) / (time.process_time() - start))
    print(
        f"all steps, {of_what}: {statistics.median(rates):.0f} documents/s of {CHARACTERS} characters on one core (at first "
        f"{rates[0]:.0f}, best {max(rates):.0f}, worst {min(rates):.0f}), {claims / len(batch):.1f} claims each"
    )


def print_steps(reader: Reader, batch: Sequence[Document]) -> None:
    """Say which share of the time the first steps take, by calling them alone."""
    seconds = dict.fromkeys(("normalise", "layout", "tokens", "names and cues"), 0.0)
    start = time.process_time()
    for document in batch:
        reader.read(document)
    total = time.process_time() - start
    for document in batch:
        marks = [time.process_time()]
        normal = normalise(document.text)
        marks.append(time.process_time())
        layout = lay_out(normal.text, is_known_heading=reader.headings.known_length)
        marks.append(time.process_time())
        tokens, ranges = tokenise(normal.text, ((s.start, s.end) for s in layout.sentences), reader.words)
        marks.append(time.process_time())
        stems = Stream(ranges, tokens.stems)
        reader.relations.find(stems)
        reader.qualifiers.find(stems)
        reader.lexicon.find(Stream(ranges, tokens.folds), tokens)
        marks.append(time.process_time())
        for name, a, b in zip(seconds, marks, marks[1:], strict=False):
            seconds[name] += b - a
    shares = ", ".join(f"{name} {spent / total:.0%}" for name, spent in seconds.items())
    print(f"share of the time: {shares}, the rest (grounding, rules, claims) {1 - sum(seconds.values()) / total:.0%}")


def print_linearity(reader: Reader, batch: Sequence[Document]) -> None:
    """Say how the time per character grows when a text is sixteen times as long, in paragraphs and as one."""
    texts = [document.text for document in batch[:16]]
    for parts, of_what in ((texts, "a text"), ([" ".join(text.split()) for text in texts], "one paragraph")):
        start = time.process_time()
        for text in parts:
            reader.read(Document(id="short", text=text, sha256=""))
        short = time.process_time() - start
        start = time.process_time()
        reader.read(Document(id="long", text=("\n\n" if parts is texts else " ").join(parts), sha256=""))
        print(f"{of_what} 16 times as long takes {(time.process_time() - start) / short:.2f} times as long per character")


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--streamed", type=int, default=20_000)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--profile", action="store_true", help="list the functions that take most time, instead of measuring")
    options = parser.parse_args()
    gc.set_threshold(*COLLECTION)  # as the command line does
    own, general = own_sentences(), general_sentences(options.shared)
    if not general:
        print(f"note: {options.shared / 'corpora'} is not here; the texts consist of our own sentences, which name more concepts")
    start = time.process_time()
    reader = Reader.from_settings(Settings.default())
    built = time.process_time() - start
    batch = list(documents(options.documents, own, general))
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(lambda: [reader.read(document) for document in batch])
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    print(f"the reader is built in {built:.2f} s")
    print_speed(reader, batch, f"{OWN_SHARE:.0%} of the sentences on immunoglobulins" if general else "sentences on immunoglobulins")
    if general:
        print_speed(reader, list(documents(options.documents, own, general, 0)), "general medicine")
    print_speed(reader, list(documents(max(1, options.documents // 5), spun_sentences(), [])), "machine-paraphrased")
    print_steps(reader, batch)
    print_linearity(reader, batch)
    before = peak_megabytes()
    start = time.perf_counter()
    claims = sum(len(reader.read(document).claims) for document in documents(options.streamed, own, general))
    seconds = time.perf_counter() - start
    print(
        f"streamed {options.streamed:,} documents: peak {peak_megabytes():.0f} MB ({before:.0f} MB before), "
        f"{options.streamed / seconds:.0f} documents/s by the clock, {claims:,} claims"
    )


if __name__ == "__main__":
    main()
