// The workbench: saved questions as forms, SPARQL in an editor, and their answers, in tabs.
import { AnswerPanel } from "./answer.js";
import { showCode, showShare } from "./dialogs.js";
import { later, make, number, replace } from "./dom.js";
import { Editor } from "./editor.js";
import { Fields } from "./fields.js";
import { Gallery } from "./gallery.js";
import { readTabs, writeTabs } from "./keep.js";
import { fromAddress, toAddress } from "./links.js";
import { Problem, Service } from "./service.js";
import { isGraph } from "./tokens.js";
import { Vocabulary } from "./vocabulary.js";

const FIRST = `# Everything that the graph claims about one concept. Ctrl+Enter runs it, Ctrl+Space completes names.
PREFIX ig: <https://w3id.org/igkg/ontology#>
PREFIX igr: <https://w3id.org/igkg/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

SELECT ?subject ?relation ?object ?polarity ?belief WHERE {
  VALUES ?subject { igr:intravenous-immunoglobulin }
  ?claim a ig:Claim ;
    rdf:subject ?subject ;
    rdf:predicate ?relation ;
    rdf:object ?object ;
    ig:polarity ?polarity ;
    ig:belief ?belief .
}
ORDER BY ?relation DESC(?belief)
`;

const byId = (id) => document.getElementById(id);
class Workbench {
  constructor(element) {
    this.element = element;
    this.root = element.dataset.root;
    this.title = document.title;
    this.page = location.origin + location.pathname;
    this.service = new Service(this.root);
    this.panel = new AnswerPanel(this.service);
    this.vocabulary = Vocabulary.empty();
    this.questions = [];
    this.labels = new Map(); // IRI -> its label, CURIE and the path of its page, as the server told
    this.tabs = [];
    this.current = -1;
    this.keep = later(() => this.resultsOnly || writeTabs(this.tabs, this.current), 300);
  }

  async start() {
    this.editor = new Editor(byId("editor"), {
      nonce: this.element.dataset.nonce,
      vocabulary: () => this.vocabulary,
      searchThings: (text, options) => this.service.search(text, options),
      onRun: () => this.run(),
      onChange: (text) => this.edited(text),
      onFindings: (found) => this.showFindings(found),
    });
    this.wire();
    byId("browse").open = !narrow();
    const asked = fromAddress(location.href);
    this.resultsOnly = asked.resultsOnly;
    document.body.classList.toggle("results-only", asked.resultsOnly);
    // What was kept stays out of a page that was opened to read one answer.
    const kept = asked.resultsOnly ? { tabs: [], current: 0 } : readTabs();
    this.tabs = kept.tabs.map((tab) => ({ ...tab, run: null }));
    try {
      this.questions = await this.service.questions();
    } catch (problem) {
      byId("gallery").textContent = problem.message;
    }
    this.gallery = new Gallery(byId("gallery"), this.questions, { topic: asked.topic, onChoose: (name) => this.choose(name) });
    this.tabs = this.tabs.filter((tab) => !tab.name || this.question(tab.name));
    if (asked.query !== null) this.open({ title: titleOf(asked.query), text: asked.query });
    else if (asked.name !== null && this.question(asked.name))
      this.open({ title: this.question(asked.name).title, name: asked.name, values: asked.values });
    else if (this.tabs.length) this.select(Math.min(kept.current, this.tabs.length - 1));
    else this.open({ title: "Query 1", text: FIRST });
    if (asked.run || (asked.name !== null && this.tab.name)) this.run();
    if (asked.query !== null || asked.name !== null) history.replaceState(null, "", this.resultsOnly ? location.href : location.pathname);
    this.element.dataset.ready = "true";
    try {
      this.vocabulary = new Vocabulary(await this.service.vocabulary());
      this.editor.check();
      this.element.dataset.vocabulary = "true";
    } catch (problem) {
      byId("vocabulary-note").textContent = `No completion from the graph: ${problem.message}`;
    }
  }

  get tab() {
    return this.tabs[this.current];
  }

  question(name) {
    return this.questions.find((question) => question.name === name);
  }

  wire() {
    const on = (id, work) => byId(id).addEventListener("click", work);
    on("run", () => this.run());
    on("stop", () => this.stop());
    on("format", () => this.editor.format());
    on("comment", () => this.editor.comment());
    on("find-in-query", () => this.editor.find());
    on("new-tab", () => this.open({ title: this.freshTitle(), text: "" }, { focus: true }));
    on("close-tab", () => this.close(this.current));
    on("as-sparql", () => this.asSparql());
    on("code", () => this.showCode());
    on("share", () => this.showShare());
    on("back", () => this.leaveResults());
    byId("tabs").addEventListener("keydown", (event) => this.tabKey(event));
    byId("tab-name").addEventListener("change", () => this.rename(byId("tab-name").value));
    byId("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
        event.preventDefault();
        this.run();
      }
      if (event.key === "Escape" && this.tab?.run?.going && !event.defaultPrevented && !document.querySelector("dialog[open]")) this.stop();
    });
    for (const dialog of document.querySelectorAll("dialog")) {
      dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    }
    addEventListener("hashchange", () => location.hash.includes("=") && location.reload());
    byId("tab-name").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.editor.focus();
    });
  }

  // Tabs

  freshTitle() {
    const taken = new Set(this.tabs.map((tab) => tab.title));
    let count = 1;
    while (taken.has(`Query ${count}`)) count += 1;
    return `Query ${count}`;
  }

  open(tab, { focus = false } = {}) {
    const same = this.tabs.findIndex((other) =>
      tab.name ? other.name === tab.name && String(other.values) === String(tab.values) : tab.text && other.text === tab.text,
    );
    if (same < 0) this.tabs.push({ ...tab, run: null });
    this.select(same < 0 ? this.tabs.length - 1 : same);
    if (focus && !this.tab.name) this.editor.focus();
  }

  select(place) {
    if (this.tab && !this.tab.name) this.tab.state = this.editor.view.state;
    this.current = place;
    const { tab } = this;
    this.showTabs();
    document.title = `${tab.title} · ${this.title}`;
    byId("answer-title").textContent = tab.name ? "" : tab.title;
    byId("question").hidden = !tab.name;
    byId("sparql").hidden = Boolean(tab.name);
    this.gallery.mark(tab.name ?? "");
    byId("problem").hidden = true;
    if (tab.name) this.showQuestion();
    else {
      byId("tab-name").value = tab.title;
      this.editor.show(tab.state ?? tab.text);
    }
    this.showRun();
    this.keep();
  }

  showTabs() {
    replace(
      byId("tabs"),
      this.tabs.map((tab, i) =>
        make(
          "button",
          {
            type: "button",
            role: "tab",
            id: `tab-${i}`,
            "aria-selected": String(i === this.current),
            "aria-controls": "panel",
            tabindex: i === this.current ? "0" : "-1",
            title: tab.title,
            onclick: () => this.select(i),
          },
          tab.run?.going ? make("span", { class: "spinner", role: "img", "aria-label": "running" }) : null,
          make("span", { class: "tab-title" }, tab.title),
        ),
      ),
    );
    byId("panel").setAttribute("aria-labelledby", `tab-${this.current}`);
    byId(`tab-${this.current}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  tabKey(event) {
    const last = this.tabs.length - 1;
    const to = { ArrowRight: Math.min(last, this.current + 1), ArrowLeft: Math.max(0, this.current - 1), Home: 0, End: last }[event.key];
    if (to !== undefined) this.select(to);
    else if (event.key === "Delete") this.close(this.current);
    else return;
    event.preventDefault();
    byId(`tab-${this.current}`).focus();
  }

  close(place) {
    const [gone] = this.tabs.splice(place, 1);
    gone.run?.going?.abort();
    this.current = -1;
    if (!this.tabs.length) this.open({ title: "Query 1", text: "" });
    else this.select(Math.min(place, this.tabs.length - 1));
  }

  rename(title) {
    this.tab.title = title.trim().slice(0, 80) || this.freshTitle();
    this.showTabs();
    this.keep();
  }

  edited(text) {
    if (!this.tab || this.tab.name) return;
    this.tab.text = text;
    if (this.tab.run) this.tab.run.outdated = true;
    byId("problem").hidden = true;
    this.keep();
  }

  // Saved questions

  choose(name) {
    const place = this.tabs.findIndex((tab) => tab.name === name);
    if (place >= 0) this.select(place);
    else this.open({ title: this.question(name).title, name, values: [] });
    byId("browse").open = !narrow();
    this.run();
    byId("question-title").focus({ preventScroll: !narrow() });
  }

  showQuestion() {
    const { tab } = this;
    const question = this.question(tab.name);
    byId("question-title").textContent = question.title;
    byId("question-text").textContent = question.question;
    this.showAsked(question, tab.values);
    this.fields = new Fields(byId("fields"), question, tab.values, {
      searchThings: (text, options) => this.service.search(text, options),
      labelsOf: (names) => this.labelsOf(names),
      onChange: () => {
        if (this.tab !== tab) return;
        tab.values = this.fields.values;
        this.keep();
      },
    });
  }

  /** Says with which values a question was asked, where its form is not shown. */
  async showAsked(question, given) {
    const values = question.parameters.flatMap((parameter) => {
      const own = given.filter(([name]) => name === parameter.name).map(([, value]) => value);
      return [[parameter.name, own.length ? own : (parameter.default ?? parameter.example ?? [])]];
    });
    const labels = this.resultsOnly ? await this.labelsOf(values.flatMap(([, own]) => own)) : {};
    byId("asked").textContent = values.map(([name, own]) => `${name}: ${own.map((value) => labels[value] ?? value).join(", ")}`).join("; ");
  }

  async labelsOf(names) {
    const told = await this.service.labels(names).catch(() => ({}));
    return Object.fromEntries(names.map((name) => [name, told[name]?.label]));
  }

  async asSparql() {
    const { tab } = this;
    try {
      this.open({ title: tab.title, text: await this.service.bound(tab.name, this.fields.values) }, { focus: true });
    } catch (problem) {
      this.showProblem(problem);
    }
  }

  // Asking

  async run() {
    const { tab } = this;
    if (!tab) return;
    if (tab.name) {
      const lacking = this.fields.incomplete;
      if (lacking) return lacking.input.focus();
      tab.values = this.fields.values;
    } else if (!this.editor.text.trim()) return this.editor.focus();
    tab.run?.going?.abort();
    const going = new AbortController();
    const run = { going, began: performance.now(), answer: null, problem: null, seconds: 0, text: tab.name ? null : this.editor.text };
    tab.run = run;
    byId("problem").hidden = true;
    this.showTabs();
    this.showRun();
    const onRows = (answer) => {
      run.answer = answer;
      if (this.tab?.run === run) this.panel.progress(run);
    };
    try {
      if (tab.name) {
        [run.answer, run.text] = await Promise.all([
          this.service.saved(tab.name, tab.values, { signal: going.signal }),
          this.service.bound(tab.name, tab.values),
        ]);
      } else run.answer = await this.service.ask(run.text, { signal: going.signal, onRows });
    } catch (error) {
      if (error.name === "AbortError") run.stopped = true;
      else if (error instanceof Problem) Object.assign(run, { problem: error, answer: error.partial ?? null });
      else throw error;
    } finally {
      run.going = null;
      run.seconds = (performance.now() - run.began) / 1000;
      this.showTabs();
    }
    if (this.tab?.run === run) this.showRun();
    if (run.answer && !run.problem) await this.label(run);
  }

  stop() {
    this.tab?.run?.going?.abort();
  }

  /** Asks for the labels of what stands in the rows. */
  async label(run) {
    const terms = run.answer.rows.flat().filter((term) => term?.kind === "iri");
    const names = [...new Set(terms.map((term) => term.value))].filter((name) => !this.labels.has(name)).slice(0, 20_000);
    try {
      for (const [name, told] of Object.entries(await this.service.labels(names))) this.labels.set(name, told);
    } catch {
      return; // IRIs say the same, less nicely
    }
    for (const term of terms) {
      const told = this.labels.get(term.value);
      if (told) Object.assign(term, { label: term.label ?? told.label, curie: told.curie, page: told.page });
    }
    this.panel.refresh(run);
  }

  // Showing

  showRun() {
    const { run } = this.tab;
    byId("stop").hidden = !run?.going;
    byId("problem").hidden = true;
    this.panel.show(run, this.tab.name ?? this.tab.title);
    // A query that was changed since is no longer wrong at that place.
    if (run?.problem && !run.going && !run.outdated) this.showProblem(run.problem);
  }

  showProblem(problem) {
    const box = byId("problem");
    const place = problem.line ? `Line ${problem.line}${problem.column ? `, column ${problem.column}` : ""}: ` : "";
    const parts = [make("p", {}, make("strong", {}, place || "This did not work: "), plain(problem))];
    if (!this.tab.name) {
      this.editor.fail(problem);
      if (problem.line)
        parts.push(
          make(
            "button",
            {
              type: "button",
              onclick: () =>
                this.editor.goTo(
                  this.editor.view.state.doc.line(Math.min(problem.line, this.editor.view.state.doc.lines)).from +
                    Math.max(0, (problem.column ?? 1) - 1),
                ),
            },
            "Show the place",
          ),
        );
    }
    if (problem.near.length) parts.push(make("p", {}, `Close to it: ${problem.near.join(", ")}.`));
    replace(box, parts);
    box.hidden = false;
  }

  showFindings(found) {
    const shown = found.filter((one) => !one.asked);
    const key = JSON.stringify(shown.map(({ from, message }) => [from, message]));
    if (key === this.findingsKey) return;
    this.findingsKey = key;
    replace(
      byId("findings"),
      shown.slice(0, 8).map((one) => {
        const line = this.editor?.lineOf(one.from).line;
        return make(
          "li",
          { class: one.severity },
          make("button", { type: "button", class: "place", onclick: () => this.editor.goTo(one.from) }, line ? `Line ${line}` : "Line 1"),
          make("span", {}, one.message),
          one.repairs.map((repair) =>
            make("button", { type: "button", class: "repair", onclick: () => this.editor.repair(repair) }, repair.name),
          ),
        );
      }),
      shown.length > 8 ? make("li", {}, `and ${number(shown.length - 8)} more`) : null,
    );
  }

  // Taking along

  async textOfTab() {
    return this.tab.name ? this.service.bound(this.tab.name, this.fields.values) : this.editor.text;
  }

  async showCode() {
    try {
      const text = await this.textOfTab();
      showCode(text, this.service.absolute("/sparql"), isGraph(text));
    } catch (problem) {
      this.showProblem(problem);
    }
  }

  async showShare() {
    try {
      const text = await this.textOfTab();
      const asked = this.tab.name ? { name: this.tab.name, values: this.fields.values } : { text };
      const data = [
        ["query", text],
        ["format", isGraph(text) ? "turtle" : "csv"],
      ];
      showShare(this.page, asked, this.service.absolute("/sparql", data), isGraph(text));
    } catch (problem) {
      this.showProblem(problem);
    }
  }

  leaveResults() {
    const asked = this.tab.name ? { name: this.tab.name, values: this.tab.values } : { text: this.tab.text };
    history.replaceState(null, "", toAddress(this.page, asked));
    location.reload();
  }
}

const narrow = () => matchMedia("(max-width: 60rem)").matches;
const titleOf = (text) => text.match(/^\s*#+\s*(?!\+)(.{3,60}?)(?:\.\s|\n|$)/)?.[1].trim() ?? "Query from a link";

/** Says what went wrong and what helps. */
function plain(problem) {
  const help = {
    503: ` The server is busy; try again in ${problem.wait ?? "some"} seconds.`,
    429: " You have several queries running; stop one or wait.",
    504: " It took longer than the server allows. Narrow the pattern, or add a LIMIT.",
  };
  return problem.message.replace(/^line \d+, column \d+: /i, "") + (help[problem.status] ?? "");
}

const element = byId("workbench");
if (element) {
  const workbench = new Workbench(element);
  workbench.start();
}
