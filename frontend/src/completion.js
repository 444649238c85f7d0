// What may stand at the cursor: the query so far and the vocabulary of the graph go in, names with their meaning come out.
import { pickedCompletion } from "@codemirror/autocomplete";
import { declaration } from "./findings.js";
import { RDF_TYPE, readQuery } from "./reading.js";
import { plural } from "./dom.js";

const KEYWORDS =
  "SELECT CONSTRUCT ASK DESCRIBE WHERE PREFIX DISTINCT OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND EXISTS LIMIT OFFSET HAVING " +
  "COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT REGEX CONTAINS STRSTARTS LCASE UCASE STR LANG LANGMATCHES BOUND COALESCE IF CONCAT " +
  "isIRI isLiteral isBlank";
const PHRASES = ["GROUP BY", "ORDER BY", "NOT EXISTS", "FILTER NOT EXISTS"];
const WORD = /[?$]?[\p{L}\p{N}_:.-]*$/u;
const MOST = 60;

/** Makes the source of completions; `search` finds things by their names, as the server does.
 *  What the vocabulary knows is offered at once and stays in step with each letter; only things of the graph are asked for. */
export function completions(getVocabulary, search) {
  const source = (context, fresh = true) => {
    const text = context.state.doc.toString();
    const vocabulary = getVocabulary();
    const word = context.matchBefore(WORD)?.text ?? "";
    const from = context.pos - word.length;
    if (text[from - 1] === "<" || text[from - 1] === "@") return null;
    const read = readQuery(text, vocabulary.prefixes, from);
    const { place, subject, predicate, within, token } = read.at;
    if (within === "string") return ofText(text, token, vocabulary, word);
    if (within === "comment" || within === "iri") return null;
    if (!word && !context.explicit) return null;
    if (word.startsWith("?") || word.startsWith("$")) {
      const others = readQuery(text.slice(0, from) + text.slice(context.pos)).variables;
      return offer(
        from,
        others.filter((name) => name.startsWith(word)).map((name) => ({ label: name, type: "variable" })),
      );
    }
    if (/\bPREFIX\s+$/i.test(text.slice(0, from))) return offer(from, ofPrefixes(word, vocabulary));
    const prefixes = spaces(read, vocabulary);
    if (place === "predicate") return offer(from, ofProperties(word, vocabulary, read.classes.get(subject) ?? [], prefixes));
    if (place === "object" && predicate === RDF_TYPE) return offer(from, ofClasses(word, vocabulary, prefixes));
    const words = place === "object" ? [] : ofKeywords(word);
    const classes =
      place === "expression" || (place === "object" && word.includes(":")) ? ofClasses(word, vocabulary, prefixes).slice(0, 10) : [];
    const variables = word ? [] : read.variables.map((label) => ({ label, type: "variable" }));
    const values = place === "object" ? ofValues(word, predicate, vocabulary) : [];
    const local = [...words, ...values, ...variables, ...classes];
    if (values.length) return offer(from, local);
    if (place === "outside" || word.length < 2) return offer(from, local);
    if (!fresh) return null;
    return ofThings(word, search, prefixes, context).then((names) => offer(from, [...words, ...names, ...classes], stillFit));
  };
  const again = (_, __, ___, context) => source(context, false);
  const offer = (from, options, update = again) =>
    options.length ? { from, options: options.slice(0, MOST), filter: false, update } : null;
  return source;
}

/** Inside the quotes of a text: what texts the property has. */
function ofText(text, token, vocabulary, word) {
  const { place, predicate } = readQuery(text, vocabulary.prefixes, token.from).at;
  const options = place === "object" ? ofValues(word, predicate, vocabulary) : [];
  return options.length ? { from: token.from, to: token.to, options, filter: false } : null;
}

function ofValues(word, predicate, vocabulary) {
  const values = vocabulary.propertyOf.get(predicate)?.values ?? [];
  return values.filter((value) => value.slice(1).toLowerCase().startsWith(word.toLowerCase())).map((label) => ({ label, type: "text" }));
}

/** Keeps what still fits the longer word; null asks anew. */
function stillFit(result, from, to, context) {
  const word = context.state.sliceDoc(from, to);
  const options = result.options.filter((option) => fit(word, option.label, option.detail));
  return options.length ? { ...result, options } : null;
}

/** Judges how well a name fits what was typed: the name, the start of its local part or of a word of its label, or its middle. */
export function fit(word, curie, label) {
  if (!word) return 1;
  const wanted = word.toLowerCase();
  const name = (curie ?? "").toLowerCase();
  if (name.startsWith(wanted)) return 5;
  const local = name.slice(name.indexOf(":") + 1);
  const bare = wanted.slice(wanted.indexOf(":") + 1);
  if (wanted.includes(":") && !name.startsWith(wanted.slice(0, wanted.indexOf(":") + 1))) return 0;
  if (!bare) return 0;
  if (local.startsWith(bare)) return 4;
  const words = (label ?? "").toLowerCase().split(/[^\p{L}\p{N}]+/u);
  if (words.some((one) => one.startsWith(bare))) return 3;
  return local.includes(bare) ? 2 : 0;
}

function ofProperties(word, vocabulary, classes, prefixes) {
  const here = vocabulary.propertiesOn(classes);
  const type = { label: "a", detail: "is of the class", type: "keyword", rank: 9, apply: "a " };
  return [
    ...("a".startsWith(word) ? [type] : []),
    ...vocabulary.properties
      .filter((one) => one.curie && one.iri !== RDF_TYPE)
      .map((one) => ({ one, score: fit(word, one.curie, one.label), known: here?.has(one.iri) ?? false }))
      .filter(({ score, known }) => score && (known || here === null || word))
      .sort((a, b) => b.known - a.known || b.score - a.score || b.one.uses - a.one.uses)
      .map(({ one, known }) =>
        option(
          one,
          "property",
          `${labelled(one)}${plural(one.uses, "statement")}`,
          prefixes,
          here === null || known ? "" : "not on this class in this graph",
        ),
      ),
  ];
}

function ofClasses(word, vocabulary, prefixes) {
  return vocabulary.classes
    .filter((one) => one.curie)
    .map((one) => ({ one, score: fit(word, one.curie, one.label) }))
    .filter(({ score }) => score)
    .sort((a, b) => b.score - a.score || b.one.things - a.one.things)
    .map(({ one }) => option(one, "class", `${labelled(one)}${plural(one.things, "thing")}`, prefixes));
}

async function ofThings(word, search, prefixes, context) {
  const text = word
    .slice(word.indexOf(":") + 1)
    .replaceAll(/[-_]/g, " ")
    .trim();
  if (text.length < 2) return [];
  const gone = new AbortController();
  context.addEventListener("abort", () => gone.abort());
  const found = await search(text, { signal: gone.signal }).catch(() => ({ results: [] }));
  return found.results
    .filter((one) => one.curie && (!word.includes(":") || one.curie.startsWith(word.slice(0, word.indexOf(":") + 1))))
    .map((one) => option(one, "constant", [one.label, ...one.classes.slice(0, 2)].filter(Boolean).join(" · "), prefixes));
}

function ofKeywords(word) {
  if (!word || word.includes(":")) return [];
  return [...PHRASES, ...KEYWORDS.split(" ")]
    .filter((one) => one.toLowerCase().startsWith(word.toLowerCase()))
    .map((label) => ({ label, type: "keyword" }));
}

function ofPrefixes(word, vocabulary) {
  return [...vocabulary.prefixes]
    .filter(([name]) => name.startsWith(word.replace(":", "")))
    .map(([name, space]) => ({ label: `${name}:`, detail: space, type: "namespace", apply: `${name}: <${space}>` }));
}

const labelled = (one) => (one.label && one.label !== one.curie ? `${one.label} · ` : "");

/** What the query calls each namespace, and what it would have to declare. */
function spaces(read, vocabulary) {
  return { declared: read.declared, known: vocabulary.prefixes };
}

function option(one, type, detail, prefixes, note = "") {
  return {
    label: one.curie,
    detail: note ? `${detail} · ${note}` : detail,
    type,
    info: one.meaning ? () => Object.assign(document.createElement("p"), { textContent: one.meaning }) : undefined,
    apply: (view, completion, from, to) => insert(view, completion, one, from, to, prefixes),
  };
}

/** Writes a name, and declares its prefix where the query does not. */
function insert(view, completion, one, from, to, { declared, known }) {
  const prefix = one.curie.slice(0, one.curie.indexOf(":"));
  const space = one.iri.slice(0, one.iri.length - (one.curie.length - prefix.length - 1));
  const own = [...declared].find(([, { iri }]) => iri === space)?.[0];
  const name = own === undefined ? one.curie : `${own}:${one.curie.slice(prefix.length + 1)}`;
  const safe = /^[\p{L}\p{N}_-]+:[\p{L}\p{N}_-]+$/u.test(name) ? name : `<${one.iri}>`;
  const changes = [{ from, to, insert: safe }];
  if (own === undefined && safe === name && known.has(prefix))
    changes.push(declaration(view.state.doc.toString(), prefix, known.get(prefix)));
  const set = view.state.changes(changes);
  view.dispatch({
    changes: set,
    selection: { anchor: set.mapPos(to, 1) },
    annotations: pickedCompletion.of(completion),
    userEvent: "input.complete",
  });
}
