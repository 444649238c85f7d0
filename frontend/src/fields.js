// A form for the parameters of a saved question: their description and values go in, fields of the right kind come out.
import { later, make, replace } from "./dom.js";

const ANY = "any";
const readable = (text) => text.replaceAll(/[_-]/g, " ");

export class Fields {
  constructor(parent, question, values, { searchThings, labelsOf, onChange }) {
    this.fields = question.parameters.map((parameter) => {
      const given = values.filter(([name]) => name === parameter.name).map(([, value]) => value);
      return field(parameter, given.length ? given : initial(parameter), { searchThings, labelsOf, onChange });
    });
    replace(
      parent,
      this.fields.map((one) => one.element),
    );
  }

  /** What is asked for, as pairs of a name and a value. */
  get values() {
    return this.fields.flatMap((one) => one.values().map((value) => [one.name, value]));
  }

  /** Gives the first field that lacks its value, or none. */
  get incomplete() {
    return this.fields.find((one) => one.required && !one.values().length);
  }
}

const initial = (parameter) => parameter.default ?? parameter.example ?? [];

function field(parameter, given, doors) {
  const id = `field-${parameter.name}`;
  const made = kinds[parameter.type]?.(parameter, id, given, doors) ?? kinds.string(parameter, id, given, doors);
  const element = make(
    "div",
    { class: `field field-${parameter.type}` },
    make("label", { for: id }, readable(parameter.name), parameter.required ? make("span", { class: "must" }, " (needed)") : null),
    made.element,
    said(parameter) ? null : make("p", { class: "hint", id: `${id}-hint` }, sentence(parameter.meaning)),
  );
  if (!said(parameter)) made.input?.setAttribute("aria-describedby", `${id}-hint`);
  return { name: parameter.name, required: parameter.required, element, values: made.values, input: made.input };
}

/** Tells whether the name of a parameter already says all that its meaning says. */
const said = (parameter) => parameter.meaning.replace(/^(?:the|an?) /i, "").toLowerCase() === readable(parameter.name).toLowerCase();

const sentence = (text) => text[0].toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".");

function plain(attributes) {
  return (parameter, id, given, { onChange }) => {
    const input = make("input", {
      id,
      name: parameter.name,
      value: given[0] === ANY ? "" : (given[0] ?? ""),
      ...attributes,
      onchange: onChange,
    });
    if (parameter.any) input.placeholder = "any";
    const values = () => (input.value.trim() ? [input.value.trim()] : parameter.any ? [ANY] : []);
    return { element: input, input, values };
  };
}

function choice(parameter, id, given, { onChange }) {
  const names = [...(parameter.any ? [ANY] : []), ...(parameter.values ?? ["true", "false"])];
  if (parameter.many) {
    const boxes = names.map((name) => make("input", { type: "checkbox", value: name, checked: given.includes(name), onchange: onChange }));
    const element = make(
      "div",
      { class: "choices", role: "group", id, "aria-label": readable(parameter.name) },
      boxes.map((box, i) => make("label", {}, box, ` ${readable(names[i])}`)),
    );
    return { element, input: element, values: () => boxes.filter((box) => box.checked).map((box) => box.value) };
  }
  const input = make(
    "select",
    { id, name: parameter.name, onchange: onChange },
    names.map((name) => make("option", { value: name, selected: given.includes(name) }, readable(name))),
  );
  return { element: input, input, values: () => (input.value ? [input.value] : []) };
}

/** A field in which a thing of the graph is found by any of its names. */
function picker(parameter, id, given, { searchThings, labelsOf, onChange }) {
  let chosen = given.filter((value) => value !== ANY).map((value) => ({ value, label: value }));
  let offered = [];
  let active = -1;
  let gone = null;
  const input = make("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    placeholder: parameter.any ? "any; type a name to narrow" : "type a name or synonym",
  });
  const list = make("ul", { id: `${id}-list`, role: "listbox", "aria-label": `Things for ${readable(parameter.name)}`, hidden: true });
  const chips = make("div", { class: "chips" });
  const clear = make(
    "button",
    { type: "button", class: "clear", "aria-label": `Clear ${readable(parameter.name)}`, onclick: () => (choose([]), input.focus()) },
    "×",
  );
  const element = make("div", { class: "picker" }, chips, make("div", { class: "picker-input" }, input, clear), list);

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    replace(chips, parameter.many ? chosen.map((one) => chip(one)) : []);
    input.value = parameter.many ? "" : (chosen[0]?.label ?? "");
    input.title = parameter.many ? "" : (chosen[0]?.value ?? "");
    clear.hidden = parameter.many || !chosen.length || !(parameter.any || !parameter.required);
  };
  const chip = (one) =>
    make(
      "span",
      { class: "chip", title: one.value },
      one.label,
      make(
        "button",
        { type: "button", "aria-label": `Remove ${one.label}`, onclick: () => choose(chosen.filter((other) => other !== one)) },
        "×",
      ),
    );
  const choose = (next) => {
    chosen = next;
    show();
    close();
    onChange();
  };
  const take = (one) => {
    const picked = { value: one.curie ?? one.iri, label: one.label ?? one.curie ?? one.iri };
    choose(parameter.many ? [...chosen.filter((other) => other.value !== picked.value), picked] : [picked]);
  };
  const point = (place) => {
    active = place;
    [...list.children].forEach((child, i) => child.setAttribute("aria-selected", String(i === active)));
    const child = list.children[active];
    if (child) {
      input.setAttribute("aria-activedescendant", child.id);
      child.scrollIntoView({ block: "nearest" });
    }
  };
  const offer = later(async () => {
    const text = input.value.trim();
    gone?.abort();
    if (text.length < 2) return close();
    gone = new AbortController();
    try {
      offered = (await searchThings(text, { classes: parameter.classes ?? [], signal: gone.signal })).results;
    } catch {
      return;
    }
    replace(
      list,
      offered.map((one, i) =>
        make(
          "li",
          {
            id: `${id}-option-${i}`,
            role: "option",
            "aria-selected": "false",
            onpointerdown: (event) => (event.preventDefault(), take(one)),
          },
          make("span", {}, one.label ?? one.curie ?? one.iri),
          one.matched && one.matched !== one.label ? make("span", { class: "matched" }, ` “${one.matched}”`) : null,
          make("code", {}, one.curie ?? ""),
        ),
      ),
      offered.length ? [] : make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "nothing here has this name"),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (offered.length) point(0);
  }, 150);

  input.addEventListener("input", () => {
    if (!parameter.many && !input.value.trim() && (parameter.any || !parameter.required)) choose([]);
    offer();
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") point(Math.min(active + 1, offered.length - 1));
    else if (event.key === "ArrowUp") point(Math.max(active - 1, 0));
    else if (event.key === "Enter" && offered[active]) take(offered[active]);
    else if (event.key === "Escape") {
      close();
      show(); // what was chosen before stands again
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    // What was typed and not chosen is tried as a name: the server knows labels and synonyms.
    const typed = input.value.trim();
    if (typed && typed !== (chosen[0]?.label ?? "")) {
      if (parameter.many) choose([...chosen, { value: typed, label: typed }]);
      else choose([{ value: typed, label: typed }]);
    }
    close();
  });
  show();
  labelsOf(chosen.map((one) => one.value)).then((labels) => {
    chosen = chosen.map((one) => ({ value: one.value, label: labels[one.value] ?? one.label }));
    if (document.activeElement !== input) show();
  });
  return { element, input, values: () => (chosen.length ? chosen.map((one) => one.value) : parameter.any ? [ANY] : []) };
}

const kinds = {
  concept: picker,
  enum: choice,
  boolean: choice,
  integer: plain({ type: "number", step: "1" }),
  decimal: plain({ type: "number", step: "any" }),
  date: plain({ type: "date" }),
  string: plain({ type: "text" }),
};
