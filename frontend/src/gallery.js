// The saved questions: their list goes in, a column that can be searched and narrowed by topic comes out.
import { later, make, plural, replace } from "./dom.js";

const capital = (text) => text[0].toUpperCase() + text.slice(1).replaceAll("-", " ");

export class Gallery {
  constructor(parent, questions, { onChoose, topic = "" }) {
    this.questions = questions;
    this.onChoose = onChoose;
    this.topic = questions.some((question) => question.topic === topic) ? topic : "";
    this.current = "";
    this.input = make("input", {
      type: "search",
      id: "gallery-search",
      placeholder: "for instance: adverse effects",
      autocomplete: "off",
      "aria-controls": "gallery-list",
    });
    this.input.addEventListener(
      "input",
      later(() => this.show(), 120),
    );
    const topics = [...new Set(questions.map((question) => question.topic))];
    this.select = make(
      "select",
      { id: "gallery-topic", onchange: () => ((this.topic = this.select.value), this.show()) },
      make("option", { value: "" }, "all topics"),
      topics.map((name) =>
        make(
          "option",
          { value: name, selected: name === this.topic },
          `${capital(name)} (${questions.filter((q) => q.topic === name).length})`,
        ),
      ),
    );
    this.count = make("p", { class: "count", role: "status" });
    this.list = make("div", { id: "gallery-list" });
    replace(
      parent,
      make("label", { for: "gallery-search" }, "Find a question"),
      this.input,
      make("label", { for: "gallery-topic" }, "Topic"),
      this.select,
      this.count,
      this.list,
    );
    this.show();
  }

  show() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = this.questions.filter((question) => {
      const text = [question.title, question.question, question.topic, question.name, ...question.tags].join(" ").toLowerCase();
      return (!this.topic || question.topic === this.topic) && words.every((word) => text.includes(word));
    });
    const topics = [...new Set(found.map((question) => question.topic))];
    this.count.textContent =
      found.length === this.questions.length
        ? plural(found.length, "question")
        : `${found.length} of ${plural(this.questions.length, "question")}`;
    replace(
      this.list,
      topics.map((topic) =>
        make(
          "section",
          { "aria-label": capital(topic) },
          make("h3", {}, capital(topic)),
          make(
            "ul",
            {},
            found.filter((question) => question.topic === topic).map((question) => make("li", {}, this.entry(question))),
          ),
        ),
      ),
      found.length ? null : make("p", {}, "No saved question has these words. Ask your own in SPARQL."),
    );
  }

  entry(question) {
    return make(
      "button",
      {
        type: "button",
        title: question.question,
        "aria-current": question.name === this.current ? "true" : null,
        onclick: () => this.onChoose(question.name),
        "data-name": question.name,
      },
      question.title,
    );
  }

  mark(name) {
    this.current = name;
    for (const button of this.list.querySelectorAll("button")) {
      if (button.dataset.name === name) {
        button.setAttribute("aria-current", "true");
        const side = button.closest(".side");
        const place = button.getBoundingClientRect().top - side.getBoundingClientRect().top;
        if (place < 0 || place > side.clientHeight - 40) side.scrollTop += place - side.clientHeight / 2;
      } else button.removeAttribute("aria-current");
    }
  }
}
