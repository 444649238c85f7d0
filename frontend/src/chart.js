// Bars: an answer with a name and a number in each row goes in, a chart of them comes out.
import { make, number, plural, replace } from "./dom.js";
import { numberOf, textOf } from "./terms.js";

const MOST = 40;

/** Says which columns can name bars and which can measure them; null where a chart would say nothing. */
export function chartable(answer) {
  if (answer.form !== "rows" || answer.rows.length < 2) return null;
  const places = answer.columns.map((_, i) => i);
  const values = (place) => answer.rows.map((row) => row[place]);
  const measures = places.filter((place) => values(place).some(Boolean) && values(place).every((term) => !term || numberOf(term) !== null));
  const names = places.filter((place) => !measures.includes(place) && new Set(values(place).map((term) => textOf(term))).size > 1);
  return measures.length && names.length ? { measures, names } : null;
}

export class Chart {
  constructor(parent, answer) {
    this.answer = answer;
    const { measures, names } = chartable(answer);
    const option = (place, chosen) =>
      make("option", { value: String(place), selected: place === chosen }, answer.columns[place].name.replaceAll("_", " "));
    // A count tells more than a place in a text; among names, one that differs in every row tells most.
    const counted =
      measures.find((place) => /count|total|number|claims|things|^n$|belief|score/i.test(answer.columns[place].name)) ?? measures[0];
    const distinct = (place) => new Set(answer.rows.map((row) => textOf(row[place]))).size;
    const named = names.reduce((best, place) => (distinct(place) > distinct(best) ? place : best), names[0]);
    this.name = make(
      "select",
      { id: "chart-name", onchange: () => this.show() },
      names.map((place) => option(place, named)),
    );
    this.measure = make(
      "select",
      { id: "chart-measure", onchange: () => this.show() },
      measures.map((place) => option(place, counted)),
    );
    this.note = make("p", { class: "shown", role: "status" });
    this.bars = make("div", { class: "bars" });
    replace(
      parent,
      make(
        "div",
        { class: "row-tools" },
        this.note,
        make("label", { for: "chart-name" }, "Bars for"),
        this.name,
        make("label", { for: "chart-measure" }, "length"),
        this.measure,
      ),
      this.bars,
    );
    this.show();
  }

  show() {
    const [name, measure] = [Number(this.name.value), Number(this.measure.value)];
    const rows = this.answer.rows
      .map((row) => [textOf(row[name]) || "no value", numberOf(row[measure])])
      .filter(([, value]) => value !== null)
      .sort((a, b) => b[1] - a[1]);
    const shown = rows.slice(0, MOST);
    const [most, least] = [Math.max(0, ...shown.map(([, value]) => value)), Math.min(0, ...shown.map(([, value]) => value))];
    const span = most - least || 1;
    const cut = rows.length > MOST ? `The ${MOST} largest of ${plural(rows.length, "row")}` : plural(rows.length, "row");
    const kept =
      this.answer.total > this.answer.rows.length
        ? `, out of the first ${number(this.answer.rows.length)} of ${number(this.answer.total)} rows`
        : "";
    this.note.textContent = `${cut}${kept}, longest bar first.`;
    replace(
      this.bars,
      make(
        "table",
        {},
        make(
          "caption",
          { class: "unseen" },
          `${this.name.selectedOptions[0].textContent} by ${this.measure.selectedOptions[0].textContent}`,
        ),
        make(
          "tbody",
          {},
          shown.map(([text, value]) => this.bar(text, value, least, span)),
        ),
      ),
    );
  }

  bar(text, value, least, span) {
    const fill = make("span", { class: value < 0 ? "measure below" : "measure" });
    fill.style.marginInlineStart = `${((Math.min(0, value) - least) / span) * 100}%`;
    fill.style.inlineSize = `${(Math.abs(value) / span) * 100}%`;
    return make(
      "tr",
      {},
      make("th", { scope: "row", title: text }, text),
      make("td", { class: "track" }, fill),
      make("td", { class: "numeric" }, number(value)),
    );
  }
}
