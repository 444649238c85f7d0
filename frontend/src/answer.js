// What came back: a run of a query goes in; its rows as table, chart or picture, and its downloads, come out.
import { Chart, chartable } from "./chart.js";
import { make, plural, replace } from "./dom.js";
import { Table } from "./table.js";
import { isGraph } from "./tokens.js";

const ROWS = [
  ["csv", "CSV"],
  ["tsv", "TSV"],
  ["json", "JSON"],
  ["xml", "XML"],
];
const GRAPH = [
  ["turtle", "Turtle", "ttl"],
  ["ntriples", "N-Triples", "nt"],
  ["jsonld", "JSON-LD", "jsonld"],
  ["rdfxml", "RDF/XML", "rdf"],
];
/** Characters of an address; a longer query is posted. */
const LONGEST_ADDRESS = 40_000;
const byId = (id) => document.getElementById(id);

export class AnswerPanel {
  constructor(service) {
    this.service = service;
    this.run = null;
    this.view = null;
  }

  /** Shows a run as far as it is; `name` is what its downloads are called. */
  show(run, name) {
    this.run = run;
    this.name = name;
    const going = Boolean(run?.going);
    byId("results").setAttribute("aria-busy", String(going));
    byId("results").hidden = !run;
    this.view?.end?.();
    this.view = null;
    for (const id of ["views", "view", "downloads"]) replace(byId(id));
    if (!run) return;
    if (going) this.progress(run);
    else if (run.stopped && !run.answer?.total) byId("status").textContent = `Stopped after ${seconds(run.seconds)}; the server has stopped too.`;
    else if (!run.answer) byId("status").textContent = "No answer.";
    else this.showAnswer(run);
  }

  progress(run) {
    byId("status").textContent = run.answer?.total ? `Running … ${plural(run.answer.total, "row")} so far` : "Running …";
  }

  /** Draws the rows again, with the labels that have come. */
  refresh(run) {
    if (this.run === run) this.view?.show?.();
  }

  showAnswer(run) {
    const { answer } = run;
    const what = answer.form === "graph" ? "statement" : "row";
    byId("status").textContent =
      answer.form === "boolean" ? `Answered in ${seconds(run.seconds)}.` : `${plural(answer.total, what)} in ${seconds(run.seconds)}.`;
    if (run.stopped) byId("status").textContent = `Stopped after ${seconds(run.seconds)}; ${plural(answer.total, what)} had come by then.`;
    if (answer.missing.length) byId("status").textContent += ` Without what did not answer: ${answer.missing.join("; ")}.`;
    this.showDownloads(run);
    if (answer.form === "boolean" && answer.rows.length) return this.showBoolean(answer.rows[0][0].value === "true");
    if (!answer.total) return this.showEmpty(answer);
    const views = [
      ["table", "Table"],
      ...(chartable(answer) ? [["chart", "Chart"]] : []),
      ...(answer.form === "graph" ? [["picture", "Picture"]] : []),
    ];
    if (views.length > 1) {
      replace(
        byId("views"),
        views.map(([name, title]) =>
          make(
            "label",
            {},
            make("input", {
              type: "radio",
              name: "view",
              value: name,
              checked: (run.view ?? "table") === name,
              onchange: () => ((run.view = name), this.showView(run)),
            }),
            ` ${title}`,
          ),
        ),
      );
    }
    return this.showView(run);
  }

  async showView(run) {
    this.view?.end?.();
    const doors = { pageOf: (term) => (term.page ? this.service.root + term.page : null) };
    if (run.view === "chart") this.view = new Chart(byId("view"), run.answer);
    else if (run.view === "picture") {
      const { Picture } = await import("./picture.js");
      if (this.run === run && run.view === "picture") this.view = new Picture(byId("view"), run.answer, doors);
    } else this.view = new Table(byId("view"), run.answer, doors);
  }

  showBoolean(holds) {
    replace(
      byId("view"),
      make("p", { class: `boolean ${holds ? "yes" : "no"}` }, holds ? "Yes" : "No"),
      make(
        "p",
        {},
        holds
          ? "The graph holds at least one match of this pattern."
          : "The graph holds no match of this pattern. It knows what was read and curated; silence is no proof of absence.",
      ),
    );
  }

  showEmpty(answer) {
    const meaning = answer.empty
      ? `What that means: ${answer.empty}.`
      : "No part of the graph matches the whole pattern. Taking out one line at a time, or making one OPTIONAL, shows which of them is not met.";
    replace(byId("view"), make("p", { class: "empty" }, make("strong", {}, "No rows. "), meaning));
  }

  showDownloads(run) {
    if (!run.text) return;
    const forms = isGraph(run.text) ? GRAPH : ROWS;
    const stem =
      this.name
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-|-$/g, "") || "answer";
    replace(
      byId("downloads"),
      make("span", { class: "caption" }, "Download all:"),
      forms.map(([format, name, ending = format]) => {
        const href = this.service.url("/sparql", [
          ["query", run.text],
          ["format", format],
        ]);
        if (href.length < LONGEST_ADDRESS) return make("a", { href, download: `${stem}.${ending}` }, name);
        const fields = [
          ["query", run.text],
          ["format", format],
        ].map(([field, value]) => make("input", { type: "hidden", name: field, value }));
        return make("form", { method: "post", action: this.service.url("/sparql") }, fields, make("button", { type: "submit" }, name));
      }),
    );
  }
}

const seconds = (value) =>
  value < 1 ? `${Math.max(1, Math.round(value * 1000))} ms` : value < 10 ? `${value.toFixed(1)} s` : `${Math.round(value)} s`;
