// Rows on the screen: an answer goes in, a table with labels that can be sorted, narrowed and paged comes out.
import { later, make, number, plural, replace } from "./dom.js";
import { numberOf, textOf } from "./terms.js";

const SIZES = [25, 50, 100, 500];
const LONG = 160;
const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

export class Table {
  constructor(parent, answer, { pageOf }) {
    this.answer = answer;
    this.pageOf = pageOf;
    this.sorted = null;
    this.down = false;
    this.page = 0;
    this.size = 50;
    this.filter = make("input", { type: "search", id: "row-filter", placeholder: "words in any column", autocomplete: "off" });
    this.filter.addEventListener(
      "input",
      later(() => ((this.page = 0), this.show()), 120),
    );
    this.status = make("p", { class: "shown", role: "status" });
    this.scroll = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rows" });
    this.pager = make("nav", { class: "pager", "aria-label": "Pages of rows" });
    replace(
      parent,
      make("div", { class: "row-tools" }, this.status, make("label", { for: "row-filter" }, "Narrow to"), this.filter),
      this.scroll,
      this.pager,
    );
    this.show();
  }

  get rows() {
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let rows = this.answer.rows;
    if (words.length) {
      rows = rows.filter((row) => {
        const text = row
          .map((term) => (term ? `${textOf(term)} ${term.curie ?? ""} ${term.value}` : ""))
          .join("\t")
          .toLowerCase();
        return words.every((word) => text.includes(word));
      });
    }
    if (this.sorted !== null) {
      const [place, sign] = [this.sorted, this.down ? -1 : 1];
      // Rows without a value stand last in both directions; rows that are equal keep the order of the answer.
      rows = [...rows].sort((a, b) => {
        const [one, other] = [a[place], b[place]];
        if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
        const [left, right] = [numberOf(one), numberOf(other)];
        return sign * (left !== null && right !== null ? left - right : compare(textOf(one), textOf(other)));
      });
    }
    return rows;
  }

  show() {
    const rows = this.rows;
    const pages = Math.max(1, Math.ceil(rows.length / this.size));
    this.page = Math.min(this.page, pages - 1);
    const start = this.page * this.size;
    const shown = rows.slice(start, start + this.size);
    const { total, rows: kept } = this.answer;
    const range = shown.length ? `${number(start + 1)}–${number(start + shown.length)} of ${plural(rows.length, "row")}` : "No row";
    const parts = [rows.length === kept.length ? range : `${range} that fit, of ${number(kept.length)}`];
    if (total > kept.length) parts.push(`These are the first ${number(kept.length)} of ${number(total)}; a download has all.`);
    for (const [label, thing] of this.repeated) {
      parts.push(`Not shown: ${this.answer.columns[label].name}, the same words as ${this.answer.columns[thing].name}`);
    }
    this.status.textContent = parts.join(". ").replace(/\.\.$/, ".");
    replace(this.scroll, this.table(shown, start));
    this.showPager(pages, rows.length);
  }

  /** Columns that only repeat the labels of the things in another: their places, and those of the others. */
  get repeated() {
    const { columns, rows } = this.answer;
    const found = new Map();
    columns.forEach((_, i) => {
      if (!rows.some((row) => row[i]?.kind === "literal")) return;
      const thing = columns.findIndex(
        (__, j) => j !== i && rows.every((row) => (row[j]?.label ?? "") === (row[i]?.value ?? "") && row[j]?.kind !== "literal"),
      );
      if (thing >= 0) found.set(i, thing);
    });
    return found;
  }

  table(rows, start) {
    const { columns } = this.answer;
    const repeated = this.repeated;
    const numeric = columns.map(
      (_, i) => this.answer.rows.length > 0 && this.answer.rows.every((row) => row[i] === null || numberOf(row[i]) !== null),
    );
    const head = columns.map((column, i) => {
      if (repeated.has(i)) return null;
      const direction = this.sorted === i ? (this.down ? "descending" : "ascending") : "none";
      const sort = () => {
        if (this.sorted === i && this.down) [this.sorted, this.down] = [null, false];
        else [this.down, this.sorted] = [this.sorted === i, i];
        this.show();
        this.scroll.querySelector(`th button[data-column="${i}"]`)?.focus();
      };
      return make(
        "th",
        { scope: "col", "aria-sort": direction, class: numeric[i] ? "numeric" : null },
        make(
          "button",
          {
            type: "button",
            "data-column": String(i),
            title: column.meaning ? `${column.meaning}; click to sort` : "click to sort",
            onclick: sort,
          },
          column.name.replaceAll("_", " "),
          make("span", { "aria-hidden": "true", class: "arrow" }, direction === "none" ? "" : this.down ? " ▼" : " ▲"),
        ),
      );
    });
    return make(
      "table",
      {},
      make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "row-number" }, "#"), head)),
      make(
        "tbody",
        {},
        rows.map((row, i) =>
          make(
            "tr",
            {},
            make("td", { class: "row-number" }, number(start + i + 1)),
            row.map((term, j) => (repeated.has(j) ? null : make("td", { class: numeric[j] ? "numeric" : null }, this.cell(term)))),
          ),
        ),
      ),
    );
  }

  cell(term) {
    if (!term) return make("span", { class: "none", title: "no value" }, "–");
    if (term.kind === "iri") return this.link(term);
    if (term.kind === "blank") return make("span", { class: "blank", title: "a thing without a name of its own" }, `_:${term.value}`);
    const text = term.value.length > LONG ? this.folded(term.value) : make("span", {}, term.value);
    if (term.language) text.setAttribute("lang", term.language);
    if (term.datatype && numberOf(term) === null) text.setAttribute("title", term.datatype);
    return text;
  }

  folded(text) {
    return make("details", { class: "long" }, make("summary", {}, `${text.slice(0, LONG - 20).trimEnd()} …`), text);
  }

  link(term) {
    const page = this.pageOf(term);
    const name = term.label ?? term.curie ?? term.value;
    const short = term.label && term.curie ? make("code", {}, term.curie) : null;
    const outside = !page && /^https?:/.test(term.value);
    if (!page && !outside) return make("span", { class: "thing", title: term.value }, make("span", {}, name), short);
    const kind = name === term.value ? "thing bare" : "thing";
    return make(
      "a",
      { class: kind, href: page ?? term.value, title: term.value, rel: outside ? "external noopener noreferrer" : null },
      make("span", {}, name),
      short,
    );
  }

  showPager(pages, count) {
    if (count <= SIZES[0]) return replace(this.pager);
    const go = (page) => () => {
      this.page = page;
      this.show();
      this.scroll.scrollTo({ top: 0 });
    };
    const button = (name, page, off) => make("button", { type: "button", disabled: off, onclick: go(page) }, name);
    const size = make(
      "select",
      { id: "page-size", onchange: (event) => ((this.size = Number(event.target.value)), (this.page = 0), this.show()) },
      SIZES.map((value) => make("option", { value: String(value), selected: value === this.size }, String(value))),
    );
    return replace(
      this.pager,
      button("First", 0, this.page === 0),
      button("Previous", this.page - 1, this.page === 0),
      make("span", {}, `page ${number(this.page + 1)} of ${number(pages)}`),
      button("Next", this.page + 1, this.page >= pages - 1),
      button("Last", pages - 1, this.page >= pages - 1),
      make("label", { for: "page-size" }, "rows a page"),
      size,
    );
  }
}
