// RDF terms as SPARQL TSV and N-Triples write them: a line goes in, terms come out.

const TERM = /<([^>]*)>|_:([^\s.]+(?:\.[^\s.]+)*)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?|([^\s]+)/y;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f", '"': '"', "'": "'", "\\": "\\" };

const unescape = (text) =>
  text.includes("\\")
    ? text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
        one === undefined ? String.fromCodePoint(parseInt(four ?? eight, 16)) : (ESCAPES[one] ?? one),
      )
    : text;

export const iri = (value) => ({ kind: "iri", value });
export const literal = (value, datatype = "", language = "") => ({ kind: "literal", value, datatype, language });

/** Reads the term that starts at `place`; gives it and where it ends. */
function termAt(text, place) {
  TERM.lastIndex = place;
  const found = TERM.exec(text);
  if (!found) return [null, place];
  const [all, name, blank, string, language, datatype, bare] = found;
  const end = place + all.length;
  if (name !== undefined) return [iri(unescape(name)), end];
  if (blank !== undefined) return [{ kind: "blank", value: blank }, end];
  if (string !== undefined) return [literal(unescape(string), datatype ? unescape(datatype) : "", language ?? ""), end];
  if (/^[+-]?\d+$/.test(bare)) return [literal(bare, `${XSD}integer`), end];
  if (/^[+-]?\d*\.\d+$/.test(bare)) return [literal(bare, `${XSD}decimal`), end];
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+$/.test(bare)) return [literal(bare, `${XSD}double`), end];
  if (bare === "true" || bare === "false") return [literal(bare, `${XSD}boolean`), end];
  return [literal(bare), end];
}

/** Reads one row of SPARQL 1.1 TSV; a variable without a value is null. */
export function fromTsv(line) {
  return line.split("\t").map((cell) => {
    if (cell === "") return null;
    if (cell.startsWith("<<")) return literal(cell); // a triple term is shown as it is written
    return termAt(cell, 0)[0];
  });
}

/** Reads one line of N-Triples; null for an empty one. */
export function fromNTriples(line) {
  const terms = [];
  let place = 0;
  while (terms.length < 3) {
    while (line[place] === " " || line[place] === "\t") place += 1;
    const [term, end] = termAt(line, place);
    if (!term || end === place) return null;
    terms.push(term);
    place = end;
  }
  return terms;
}

export function numberOf(term) {
  if (!term || term.kind !== "literal" || term.value.trim() === "") return null;
  const numeric = term.datatype.startsWith(XSD) && /(?:integer|decimal|double|float|int|long|short|byte|Integer)$/.test(term.datatype);
  const value = numeric ? Number(term.value) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** Writes a term for people: the shortest text that still says which it is. */
export function textOf(term) {
  if (!term) return "";
  if (term.kind === "iri") return term.label ?? term.curie ?? term.value;
  return term.kind === "blank" ? `_:${term.value}` : term.value;
}
