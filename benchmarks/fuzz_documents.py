"""Read mutated documents of every format; exits 1 if one crashes the reader, breaks an offset or is lost without a reason.

    .venv/bin/python benchmarks/fuzz_documents.py [--count 10000] [--seed 1] [--no-claims]
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import sys
import tarfile
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pdf_writer import disc, pdf, shown  # noqa: E402

from kg.reading.claims import Reader, Reading  # noqa: E402
from kg.reading.formats.documents import Skipped, read_documents  # noqa: E402
from kg.records import Document  # noqa: E402
from kg.settings import Settings  # noqa: E402

#: One small document of each format, and our own texts.
SEEDS = (ROOT / "tests" / "data" / "documents", ROOT / "data" / "documents")
#: A PDF of two pages with items, which have drawn marks, and a table.
PDF = pdf([
    ["Privigen is given into a vein. It is used to treat", disc(44, 730), "primary immunodeficiency,", disc(44, 716), "and Kawasaki disease."],
    [
        shown(50 + 150 * place, 700 - 20 * number, cell)
        for number, row in enumerate((("Adverse reaction", "Frequency"), ("Headache", "Very common"), ("Fever", "Common"), ("Rash", "Rare")))
        for place, cell in enumerate(row)
    ],
])  # fmt: skip
TRICKS = (
    b"\x00", b"\xff\xfe", b"<!ENTITY x 'y'>", b"]]>", b"<script>", b"&x;", b"\xed\xa0\x80", "\u202e🩸".encode(), b"---\n", b"<![CDATA[",
    b"<p" * 50, b"((((" * 40, "\u00ad\u200b".encode(), "Ã©Ä\u0083".encode(), b"\r\r\n", b"a" * 3000,
)  # fmt: skip
#: A document that takes longer than this is listed: reading must stay linear in the length of the text.
SLOW_SECONDS = 2.0


def mutate(content: bytes, chooser: random.Random) -> bytes:
    """Damage a document at random: change, cut, repeat and plant bytes, then perhaps pack the whole."""
    damaged = bytearray(content)
    for _ in range(chooser.randrange(6)):
        place = chooser.randrange(len(damaged)) if damaged else 0
        match chooser.randrange(4):
            case 0 if damaged:
                damaged[place] = chooser.randrange(256)
            case 1:
                del damaged[place : place + chooser.randrange(400)]
            case 2:
                damaged[place:place] = damaged[place : place + 300] * chooser.randrange(4)
            case _:
                damaged[place:place] = chooser.choice(TRICKS)
    match chooser.randrange(6):
        case 0:
            return gzip.compress(bytes(damaged))[: chooser.choice((None, -5))]
        case 1:
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(chooser.choice(("a.txt", "../a.txt", "x/.hidden", "b.xml")), bytes(damaged))
            broken = bytearray(packed.getvalue())
            if chooser.random() < 0.5:
                broken[chooser.randrange(len(broken))] ^= 1 << chooser.randrange(8)
            return bytes(broken)
        case 2:
            packed = io.BytesIO()
            with tarfile.open(fileobj=packed, mode=chooser.choice(("w", "w:gz"))) as tar:  # type: ignore[call-overload]
                for name in ("a.txt", chooser.choice(("../a.txt", "x/.hidden", "b.xml"))):
                    member = tarfile.TarInfo(name)
                    member.size = len(damaged)
                    tar.addfile(member, io.BytesIO(bytes(damaged)))
            broken = bytearray(packed.getvalue())
            if chooser.random() < 0.5:
                broken[chooser.randrange(len(broken))] ^= 1 << chooser.randrange(8)
            return bytes(broken)
        case _:
            return bytes(damaged)


def broken_offsets(document: Document, reading: Reading) -> int:
    """Count claims and mentions whose offsets do not give their words."""
    places = [(claim.start, claim.end, claim.surface) for claim in reading.claims]
    places += [(g.mention.start, g.mention.end, g.mention.surface) for g in reading.groundings]
    return sum(document.text[start:end] != surface or start >= end for start, end, surface in places)


def main() -> int:
    """Read the mutated documents and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-claims", action="store_true", help="only read the formats")
    options = parser.parse_args()
    chooser = random.Random(options.seed)
    reader = None if options.no_claims else Reader.from_settings(Settings.default())
    seeds = [(path.suffix, path.read_bytes()) for folder in SEEDS for path in sorted(folder.iterdir()) if path.is_file()]
    seeds += [(".pdf", PDF)] * (len(seeds) // 5)
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    claims = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as place:
        for number in range(options.count):
            suffix, content = chooser.choice(seeds)
            if chooser.random() < 0.2:
                suffix = chooser.choice(seeds)[0]
            path = Path(place) / f"{number:06d}{suffix}"
            path.write_bytes(mutate(content, chooser))
            began = time.process_time()
            try:
                found = list(read_documents([path]))
                for item in found:
                    if isinstance(item, Document) and reader is not None:
                        reading = reader.read(item)
                        claims += len(reading.claims)
                        if broken_offsets(item, reading):
                            failures.append(f"{path.name}: offsets that do not give their words")
            except Exception:  # whatever a reader throws is the finding
                failures.append(f"{path.name}: {traceback.format_exc(limit=-2)}")
                found = []
                outcomes["crashed"] += 1
            else:
                if not found or any(isinstance(item, Skipped) and not item.reason.strip() for item in found):
                    failures.append(f"{path.name}: lost without a reason")
                    outcomes["lost"] += 1
            seconds = time.process_time() - began
            slowest = max(slowest, seconds)
            if seconds > SLOW_SECONDS:
                failures.append(f"{path.name}: took {seconds:.1f} s")
            outcomes.update("skipped with a reason" if isinstance(item, Skipped) else f"read as {item.format}" for item in found)
            path.unlink()
    what = ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items()))
    print(f"{options.count} mutated documents (seed {options.seed}): {what}; {claims} claims; slowest {slowest * 1000:.0f} ms")
    for failure in failures[:20]:
        print(failure)
    print("none lost" if not failures else f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
