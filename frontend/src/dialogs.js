// What can be taken along: a query goes in; links to it, and code that asks it elsewhere, are shown in a dialog.
import { snippets } from "./code.js";
import { copy, make, replace } from "./dom.js";
import { toAddress } from "./links.js";

const byId = (id) => document.getElementById(id);

function copyButton(name, text) {
  const button = make("button", { type: "button" }, name);
  button.addEventListener("click", () => copy(text, button));
  return button;
}

/** Shows a query as code in several languages. */
export function showCode(text, endpoint, graph) {
  replace(
    byId("code-body"),
    snippets(text, endpoint, { graph }).map(({ name, code }) =>
      make(
        "section",
        {},
        make("h3", {}, name),
        copyButton(`Copy ${name}`, code),
        make("pre", { tabindex: "0", "aria-label": `The query in ${name}`, "data-language": name.toLowerCase() }, code),
      ),
    ),
  );
  byId("code-dialog").showModal();
}

/** Shows links to what is asked, to its answer alone, and to the data. */
export function showShare(page, asked, data, graph) {
  const links = [
    [`Link to this ${asked.name ? "question" : "query"}`, toAddress(page, asked), "Opens it here, ready to be run or changed."],
    [
      "Link to the answer only",
      toAddress(page, asked, { resultsOnly: true }),
      "For readers: runs at once and shows the rows without the editor.",
    ],
    ["Link to the data", data, graph ? "Turtle, for programs." : "CSV, for spreadsheets and programs."],
  ];
  replace(
    byId("share-body"),
    links.map(([name, link, what], i) =>
      make(
        "div",
        { class: "share-line" },
        make("label", { for: `share-${i}` }, name),
        make("input", { id: `share-${i}`, readonly: true, value: link, onfocus: (event) => event.target.select() }),
        copyButton("Copy", link),
        make("p", { class: "hint" }, what),
      ),
    ),
  );
  byId("share-dialog").showModal();
}
