"""Small PDF files for tests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

__all__ = ["disc", "pdf", "shown"]


def shown(left: float, height: float, text: str, *, size: float = 10) -> bytes:
    """Show a text at a place of the page, in points from the left and from below."""
    return b"ET BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj " % (size, left, height, text.encode("latin-1"))


def disc(left: float, height: float, radius: float = 1.5) -> bytes:
    """Draw a small disc."""
    corners = [(left + radius * x, height + radius * y) for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))]
    curves = b"".join(b"%g %g %g %g %g %g c " % (*start, *end, *end) for start, end in pairwise(corners))
    return b"ET %g %g m %s f BT " % (*corners[0], curves)


def pdf(pages: Sequence[Sequence[str | bytes]]) -> bytes:
    """Write a PDF with a line of text for each string; bytes are operators."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        content = b"".join(line if isinstance(line, bytes) else b"(%s) Tj T* " % line.encode("latin-1") for line in lines)
        stream = b"BT /F1 12 Tf 14 TL 50 750 Td " + content + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = b"<< /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources %s /Contents %d 0 R >>" % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    written = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return written + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(written),
    )
