// What the server is asked: a question goes in, its answer comes out, read while it arrives. Nothing else is ever asked.
import { fromNTriples, fromTsv, iri, literal } from "./terms.js";

/** Rows that are kept for the screen; all others are counted, and every download has them. */
export const MOST_ROWS = 10_000;
const ROWS_THEN_GRAPH = "text/tab-separated-values, application/n-triples";
const XSD = "http://www.w3.org/2001/XMLSchema#";

/** What went wrong, as the server tells it: one sentence, and the place in the query where it knows one. */
export class Problem extends Error {
  constructor(document, status) {
    super(document.detail ?? document.title ?? `the server answered ${status}`);
    this.code = document.code ?? "";
    this.status = status;
    this.line = document.line ?? null;
    this.column = document.column ?? null;
    this.near = document.near ?? [];
    this.wait = null;
  }
}

export class Service {
  constructor(root) {
    this.root = root;
  }

  url(path, parameters = []) {
    const asked = new URLSearchParams(parameters).toString();
    return `${this.root}${path}${asked ? `?${asked}` : ""}`;
  }

  absolute(path, parameters = []) {
    return new URL(this.url(path, parameters), location.href).href;
  }

  async fetch(path, options = {}) {
    let response;
    try {
      response = await fetch(`${this.root}${path}`, { credentials: "same-origin", ...options });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Problem({ detail: "The server does not answer. Is it still running?" }, 0);
    }
    if (response.ok) return response;
    const problem = new Problem(await response.json().catch(() => ({})), response.status);
    problem.wait = response.headers.get("Retry-After");
    throw problem;
  }

  async json(path, options = {}) {
    return (await this.fetch(path, options)).json();
  }

  vocabulary() {
    return this.json("/api/vocabulary");
  }

  async questions() {
    return (await this.json("/api/queries")).queries;
  }

  search(text, { classes = [], limit = 12, signal } = {}) {
    const asked = new URLSearchParams([["q", text], ["limit", String(limit)], ...classes.map((name) => ["class", name])]);
    return this.json(`/api/search?${asked}`, { signal });
  }

  async labels(names) {
    const found = {};
    for (let start = 0; start < names.length; start += 2000) {
      Object.assign(found, await this.json("/api/labels", { method: "POST", body: JSON.stringify(names.slice(start, start + 2000)) }));
    }
    return found;
  }

  async bound(name, values) {
    return (await this.fetch(`/api/queries/${name}/sparql?${new URLSearchParams(values)}`)).text();
  }

  /** Answers a saved question: its rows with labels, and what each column means. */
  async saved(name, values, { signal }) {
    const asked = new URLSearchParams([...values, ["limit", String(MOST_ROWS)], ["format", "json"]]);
    const told = await this.json(`/api/queries/${name}?${asked}`, { signal });
    const columns = told.columns.map(({ name: column, type, meaning }) => ({ name: column, type, meaning }));
    const rows = told.rows.map((row) => columns.map(({ name: column }) => fromCell(row[column])));
    return {
      form: columns.length ? "rows" : "boolean",
      columns,
      rows,
      total: told.total,
      empty: told.empty_means,
      missing: told.missing ?? [],
    };
  }

  /** Answers a query while it arrives; `signal` ends it here and on the server. */
  async ask(query, { signal, onRows = () => {} }) {
    const response = await this.fetch("/sparql", {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: ROWS_THEN_GRAPH },
      body: query,
      signal,
    });
    const graph = response.headers.get("Content-Type").startsWith("application/n-triples");
    const missing = (response.headers.get("X-Missing") ?? "").split("; ").filter(Boolean);
    const answer = { form: graph ? "graph" : "rows", columns: graph ? graphColumns() : null, rows: [], total: 0, missing };
    const take = (line) => {
      if (answer.columns === null) {
        if (line === "true" || line === "false")
          Object.assign(answer, { form: "boolean", columns: [{ name: "answer" }], rows: [[literal(line, `${XSD}boolean`)]], total: 1 });
        else answer.columns = line === "" ? [] : line.split("\t").map((name) => ({ name: name.replace(/^\?/, "") }));
        return;
      }
      if (graph && line === "") return;
      answer.total += 1;
      if (answer.rows.length >= MOST_ROWS) return;
      const row = graph ? fromNTriples(line) : fromTsv(line);
      if (row) answer.rows.push(row);
    };
    try {
      await eachLine(response.body, take, () => onRows(answer));
    } catch (error) {
      if (error.name === "AbortError") throw error;
      const problem = new Problem({ detail: `The answer broke off after ${answer.total} rows: it took too long or grew too large.` }, 0);
      problem.partial = answer;
      throw problem;
    }
    answer.columns ??= [];
    return answer;
  }
}

function graphColumns() {
  return [{ name: "subject" }, { name: "predicate" }, { name: "object" }];
}

function fromCell(cell) {
  if (cell === null || cell === undefined) return null;
  if (Array.isArray(cell)) return literal(cell.join(" · "));
  if (typeof cell === "object")
    return "iri" in cell ? { ...iri(cell.iri), curie: cell.curie, label: cell.label } : { kind: "blank", value: cell.blank };
  if (typeof cell === "number") return literal(String(cell), `${XSD}${Number.isInteger(cell) ? "integer" : "decimal"}`);
  return literal(String(cell), typeof cell === "boolean" ? `${XSD}boolean` : "");
}

async function eachLine(body, take, pause) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let shown = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) take(line);
    if (performance.now() - shown > 250) {
      pause();
      shown = performance.now();
    }
  }
  if (rest) take(rest);
}
