// The editor: a place in the page and what to do go in, CodeMirror with SPARQL, completion, findings and keys comes out.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, toggleComment } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, indentService, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, linter, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";
import { completions } from "./completion.js";
import { findings } from "./findings.js";
import { format } from "./format.js";

const LANGUAGE = SparqlLanguage.configure({ props: [styleTags({ "Pname_ln Pname_ns": tags.className, A_predicate: tags.keyword })] });

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword, tags.definitionKeyword], class: "q-keyword" },
  { tag: [tags.variableName, tags.special(tags.variableName)], class: "q-variable" },
  { tag: [tags.string, tags.special(tags.string)], class: "q-string" },
  { tag: [tags.number, tags.bool, tags.integer, tags.float, tags.literal], class: "q-number" },
  { tag: [tags.comment, tags.lineComment], class: "q-comment" },
  { tag: [tags.url, tags.labelName, tags.namespace, tags.typeName, tags.className, tags.propertyName, tags.name], class: "q-name" },
  { tag: [tags.function(tags.variableName), tags.standard(tags.function(tags.variableName))], class: "q-function" },
]);

export class Editor {
  constructor(parent, { nonce, vocabulary, searchThings, onRun, onChange, onFindings, onStop }) {
    this.problem = null;
    this.vocabulary = vocabulary;
    this.extensions = [
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of({ "aria-label": "SPARQL query", tabindex: "0" }),
      lineNumbers(),
      lintGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      EditorState.phrases.of({ "Control character": "Character that is not seen" }),
      indentOnInput(),
      indentService.of((context, place) => indentation(context, place)),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      LANGUAGE.data.of({ commentTokens: { line: "#" } }),
      LANGUAGE,
      syntaxHighlighting(COLOURS),
      EditorView.lineWrapping,
      placeholder("SELECT … WHERE { … }   Ctrl+Space completes, Ctrl+Enter runs"),
      autocompletion({
        override: [completions(vocabulary, searchThings)],
        icons: false,
        maxRenderedOptions: 60,
        activateOnTypingDelay: 120,
      }),
      linter((view) => this.diagnostics(view), { delay: 400 }),
      Prec.highest(
        keymap.of([
          { key: "Mod-Enter", run: () => (onRun(), true) },
          { key: "Shift-Alt-f", run: () => (this.format(), true) },
          { key: "Mod-/", run: toggleComment },
        ]),
      ),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        this.problem = null;
        onChange(update.state.doc.toString());
      }),
    ];
    this.onFindings = onFindings;
    this.onStop = onStop;
    this.view = new EditorView({ parent, state: this.state("") });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  state(text) {
    return EditorState.create({ doc: text, extensions: this.extensions });
  }

  /** Shows a text, or a state that was kept with its history. */
  show(kept) {
    this.problem = null;
    this.view.coordsAtPos(0); // measures what still waits to be measured: in another text its places may not be there
    this.view.setState(typeof kept === "string" ? this.state(kept) : kept);
    this.check();
  }

  focus() {
    this.view.focus();
  }

  find() {
    openSearchPanel(this.view);
  }

  comment() {
    toggleComment(this.view);
    this.focus();
  }

  format() {
    const before = this.text;
    const after = format(before);
    if (after !== before) this.view.dispatch({ changes: { from: 0, to: before.length, insert: after }, userEvent: "format" });
    this.focus();
  }

  /** Marks where the server found an error. */
  fail(problem) {
    this.problem = problem;
    this.check();
  }

  check() {
    const found = this.diagnostics(this.view);
    this.view.dispatch(setDiagnostics(this.view.state, found));
    forceLinting(this.view);
  }

  diagnostics(view) {
    const text = view.state.doc.toString();
    const found = findings(text, this.vocabulary());
    if (this.problem)
      found.unshift({ ...place(view.state.doc, this.problem), severity: "error", message: this.problem.message, repairs: [], asked: true });
    this.onFindings(found, this);
    return found.map(({ from, to, severity, message, repairs }) => ({
      from,
      to,
      severity,
      message,
      actions: repairs.map(({ name, changes }) => ({ name, apply: (target) => target.dispatch({ changes: changes() }) })),
    }));
  }

  repair({ changes }) {
    this.view.dispatch({ changes: changes() });
    this.check();
    this.focus();
  }

  goTo(from) {
    const at = Math.min(from, this.view.state.doc.length);
    this.view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.focus();
  }

  lineOf(from) {
    const line = this.view.state.doc.lineAt(Math.min(from, this.view.state.doc.length));
    return { line: line.number, column: from - line.from + 1 };
  }
}

/** Finds the word at the line and column that the server tells; the server counts characters, the editor counts UTF-16 units. */
function place(doc, { line, column }) {
  if (line === null) return { from: 0, to: Math.min(doc.length, doc.line(1).to) };
  const found = doc.line(Math.min(Math.max(1, line), doc.lines));
  const before = [...found.text].slice(0, Math.max(0, (column ?? 1) - 1)).join("").length;
  const word = found.text.slice(before).match(/^(?:[\p{L}\p{N}_:.?$-]+|\S)/u)?.[0] ?? "";
  if (word) return { from: found.from + before, to: found.from + before + word.length };
  const end = found.from + found.text.trimEnd().length; // the error is what is missing: mark what stands before
  return { from: Math.max(found.from, end - 1), to: Math.max(end, Math.min(found.from + 1, doc.length)) };
}

function indentation(context, at) {
  const before = context.state.doc.sliceString(0, at).replaceAll(/#[^\n]*|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>/g, "");
  const depth = (before.match(/[{]/g)?.length ?? 0) - (before.match(/[}]/g)?.length ?? 0);
  const line = context.state.doc.lineAt(at).text.trimStart();
  return Math.max(0, depth - (line.startsWith("}") ? 1 : 0)) * 2 + (depth > 0 && /;\s*$/.test(before) ? 2 : 0);
}
