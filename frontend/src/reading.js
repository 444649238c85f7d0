// What a query says so far: a text goes in, its prefixes, names, and which property stands at which subject come out.
// The text may be unfinished, as it is while somebody types; what cannot be told is left out.
import { tokens } from "./tokens.js";

export const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const TERM_KINDS = new Set(["variable", "iri", "name", "blank", "string", "number"]);
const PATH_SIGNS = new Set(["/", "|"]);
const PATH_ENDS = new Set(["*", "+", "?"]);

/** Gives a name as an IRI; null where its prefix is unknown. */
export function expand(text, prefixes) {
  if (text.startsWith("<")) return text.slice(1, -1);
  const colon = text.indexOf(":");
  const space = prefixes.get(text.slice(0, colon));
  return space === undefined ? null : space + text.slice(colon + 1).replace(/\\(.)/g, "$1");
}

/** Reads a query; with `until`, also says what stands at that place: { place, subject, predicate }. */
export function readQuery(text, known = new Map(), until = null) {
  const all = tokens(text);
  const words = all.filter((token) => token.kind !== "comment");
  const declared = new Map();
  words.forEach((token, i) => {
    const [name, space] = [words[i + 1], words[i + 2]];
    if (token.kind === "word" && token.text.toUpperCase() === "PREFIX" && name?.kind === "name" && space?.kind === "iri") {
      declared.set(name.text.slice(0, -1), { iri: space.text.slice(1, -1), from: token.from, to: space.to });
      name.declares = true;
    }
  });
  const prefixes = new Map(known);
  for (const [name, { iri }] of declared) prefixes.set(name, iri);
  const names = words.filter((token) => token.kind === "name" && !token.declares);
  const walked = walk(until === null ? words : words.filter((token) => token.to <= until), prefixes);
  const whole = until === null ? walked : walk(words, prefixes);
  const within = all.find((token) => until !== null && token.from < until && until < token.to + (token.kind === "comment" ? 1 : 0));
  return {
    declared,
    prefixes,
    names,
    variables: [...new Set(words.filter((token) => token.kind === "variable").map((token) => token.text))],
    uses: whole.uses,
    types: whole.types,
    classes: whole.classes,
    at: until === null ? null : { ...walked.at, within: within?.kind ?? null, token: within ?? null },
  };
}

/** Walks through the patterns of a query as a reader does: subject, predicate, object, and what the punctuation repeats. */
function walk(words, prefixes) {
  const uses = [];
  const types = [];
  const classes = new Map();
  const frames = [];
  let state = { place: "outside", subject: null, predicate: null };
  let blanks = 0;
  let template = false;
  let i = 0;
  const skip = (open, close) => {
    let depth = 0;
    for (; i < words.length; i += 1) {
      if (words[i].text === open) depth += 1;
      if (words[i].text === close && (depth -= 1) === 0) return i++;
    }
    return (state = { ...state, place: "expression" });
  };
  const typed = (subject, token) => {
    const iri = token.kind === "iri" || token.kind === "name" ? expand(token.text, prefixes) : null;
    if (iri === null) return;
    if (!classes.has(subject)) classes.set(subject, new Set());
    classes.get(subject).add(iri);
    types.push({ iri, from: token.from, to: token.to, template });
  };
  const path = () => {
    let simple = true; // the properties that are read so far all stand at the subject
    let single = null;
    let depth = 0;
    for (; i < words.length;) {
      const { text, kind, from, to } = words[i];
      if (text === "^" || text === "!") {
        simple = false;
        i += 1;
      } else if (text === "(") {
        depth += 1;
        i += 1;
      } else {
        const iri = text === "a" ? RDF_TYPE : kind === "iri" || kind === "name" ? expand(text, prefixes) : null;
        if (iri === null && kind !== "variable" && kind !== "name") return (state = { ...state, place: depth ? "predicate" : "subject" });
        if (iri !== null) uses.push({ subject: simple ? state.subject : null, iri, from, to, template });
        single = single === null ? iri : undefined;
        i += 1;
        while (i < words.length && (words[i].text === ")" || PATH_ENDS.has(words[i].text))) {
          if (words[i].text === ")") depth -= 1;
          i += 1;
        }
        if (i < words.length && PATH_SIGNS.has(words[i].text)) {
          if (words[i].text === "/") simple = false;
          single = undefined;
          i += 1;
          continue;
        }
        state = { ...state, place: "object", predicate: single && simple ? single : null };
        return state;
      }
    }
    return state;
  };
  while (i < words.length) {
    const token = words[i];
    const upper = token.kind === "word" ? token.text.toUpperCase() : "";
    if (token.text === "{") {
      frames.push(state);
      state = { place: "subject", subject: null, predicate: null };
      i += 1;
    } else if (token.text === "}") {
      const before = frames.pop();
      state = { place: frames.length ? "subject" : "outside", subject: null, predicate: null };
      if (before?.place === "outside") template = false;
      i += 1;
    } else if (upper === "CONSTRUCT") {
      template = words[i + 1]?.text === "{";
      i += 1;
    } else if (upper === "VALUES") {
      while (i < words.length && words[i].text !== "{") i += 1;
      const before = state;
      skip("{", "}");
      state = i >= words.length && words.at(-1)?.text !== "}" ? { place: "object", subject: null, predicate: null } : before;
    } else if (!frames.length) {
      i += 1;
    } else if (upper === "GRAPH" || upper === "SERVICE") {
      i += words[i + 1]?.text.toUpperCase() === "SILENT" ? 3 : 2;
    } else if (upper === "SELECT" || upper === "GROUP" || upper === "ORDER") {
      while (i < words.length && words[i].text !== "{" && words[i].text !== "}") i += 1;
    } else if (token.text === "[") {
      frames.push(state);
      blanks += 1;
      state = { place: "predicate", subject: `[${blanks}`, predicate: null };
      i += 1;
    } else if (token.text === "]") {
      const blank = state.subject;
      const before = frames.pop() ?? state;
      state = before.place === "subject" ? { place: "predicate", subject: blank, predicate: null } : { ...before, place: "after" };
      i += 1;
    } else if (token.text === ".") {
      state = { place: "subject", subject: null, predicate: null };
      i += 1;
    } else if (token.text === ";") {
      state = { ...state, place: "predicate", predicate: null };
      i += 1;
    } else if (token.text === "," && state.place === "after") {
      state = { ...state, place: "object" };
      i += 1;
    } else if (state.place === "predicate" && upper !== "FILTER" && upper !== "OPTIONAL") {
      path();
      if (state.place === "subject") i += 1;
    } else if (token.text === "(") {
      skip("(", ")");
      if (state.place === "object") state = { ...state, place: "after" };
    } else if (state.place === "object" && (TERM_KINDS.has(token.kind) || upper === "TRUE" || upper === "FALSE")) {
      if (state.predicate === RDF_TYPE && state.subject) typed(state.subject, token);
      state = { ...state, place: "after" };
      i += 1;
      if (words[i]?.kind === "language") i += 1;
      else if (words[i]?.text === "^^") i += 2;
    } else if (TERM_KINDS.has(token.kind)) {
      if (words[i + 1]?.text === "(")
        i += 1; // a function of others after FILTER
      else {
        state = { place: "predicate", subject: token.text, predicate: null };
        i += 1;
      }
    } else {
      if (token.kind === "word" && (state.place === "after" || state.place === "predicate"))
        state = { place: "subject", subject: null, predicate: null };
      i += 1;
    }
  }
  return { uses, types, classes, at: { place: state.place, subject: state.subject, predicate: state.predicate } };
}
