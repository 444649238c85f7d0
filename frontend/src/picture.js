// A graph as a picture: triples go in, nodes and arrows that can be moved and opened come out. The table says the same in words.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { make, number, replace } from "./dom.js";
import { textOf } from "./terms.js";

cytoscape.use(fcose);
const MOST = 120;
const WIDEST = 140;
const LETTERS = document.createElement("canvas").getContext("2d");
LETTERS.font = "12px system-ui, sans-serif";

// Cytoscape would write its one rule into the page as inline style, which the policy of the page refuses; site.css has the rule.
if (!document.getElementById("__________cytoscape_stylesheet")) {
  document.head.append(make("meta", { id: "__________cytoscape_stylesheet" }));
}

/** Measures a label in lines of at most WIDEST pixels. */
function sizeOf(label) {
  const lines = [""];
  for (const word of label.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && LETTERS.measureText(longer).width > WIDEST) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return { width: Math.ceil(Math.max(...lines.map((line) => LETTERS.measureText(line).width))) + 4, height: lines.length * 15 };
}

export class Picture {
  constructor(parent, answer, { pageOf }) {
    const { elements, nodes, left } = elementsOf(answer);
    const note = [`${number(nodes)} things; click one for its page, drag to move, use the wheel or + and − to zoom.`];
    if (left) note.push(`${number(left)} more statements are in the table only.`);
    const box = make("div", { class: "picture", role: "img", "aria-label": "The graph as a picture; the table says the same" });
    const zoom = (factor) => () =>
      this.drawn.zoom({ level: this.drawn.zoom() * factor, renderedPosition: { x: box.clientWidth / 2, y: box.clientHeight / 2 } });
    const tools = [
      make("button", { type: "button", "aria-label": "Larger", onclick: zoom(1.25) }, "+"),
      make("button", { type: "button", "aria-label": "Smaller", onclick: zoom(0.8) }, "−"),
      make("button", { type: "button", onclick: () => this.drawn.fit(undefined, 20) }, "Fit"),
      make("button", { type: "button", onclick: () => this.save() }, "Save as PNG"),
    ];
    replace(parent, make("div", { class: "row-tools" }, make("p", { class: "shown", role: "status" }, note.join(" ")), tools), box);
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "gray";
    this.paper = colour("paper");
    this.drawn = cytoscape({
      container: box,
      elements,
      minZoom: 0.1,
      maxZoom: 4,
      style: [
        {
          selector: "node",
          style: {
            label: "data(label)",
            "text-wrap": "wrap",
            "font-family": "system-ui, sans-serif",
            "text-max-width": `${WIDEST + 4}px`,
            "font-size": "12px",
            "text-valign": "center",
            color: colour("ink"),
            shape: "round-rectangle",
            width: "data(width)",
            height: "data(height)",
            padding: "8px",
            "background-color": colour("raised"),
            "border-width": 1.5,
            "border-color": colour("accent"),
          },
        },
        { selector: "node.text", style: { "border-style": "dashed", "border-color": colour("soft"), color: colour("soft") } },
        {
          selector: "edge",
          style: {
            label: "data(label)",
            "font-size": "10px",
            color: colour("soft"),
            "text-rotation": "autorotate",
            "text-background-color": colour("paper"),
            "text-background-opacity": 0.9,
            "text-background-padding": "2px",
            "curve-style": "bezier",
            "target-arrow-shape": "triangle",
            "line-color": colour("field"),
            "target-arrow-color": colour("field"),
            width: 1.2,
          },
        },
      ],
      layout: {
        name: "fcose",
        animate: false,
        quality: "proof",
        nodeDimensionsIncludeLabels: true,
        nodeSeparation: 160,
        idealEdgeLength: 165,
        nodeRepulsion: 40_000,
        numIter: 5_000,
        packComponents: true,
        padding: 20,
      },
    });
    this.drawn.on("tap", "node", (event) => {
      const page = event.target.data("term") && pageOf(event.target.data("term"));
      if (page) location.assign(page);
    });
  }

  save() {
    const link = make("a", { href: this.drawn.png({ full: true, scale: 2, bg: this.paper }), download: "graph.png" });
    link.click();
  }

  end() {
    this.drawn.destroy();
  }
}

function elementsOf(answer) {
  const nodes = new Map();
  const edges = [];
  let left = 0;
  const idOf = (term, row, place) => (term.kind === "literal" ? `${row}-${place}` : `${term.kind}:${term.value}`);
  answer.rows.forEach((row, i) => {
    const wanted = [row[0], row[2]].map((term, place) => [idOf(term, i, place), term]);
    const fresh = wanted.filter(([id]) => !nodes.has(id));
    if (nodes.size + fresh.length > MOST) {
      left += 1;
      return;
    }
    for (const [id, term] of fresh) {
      const text = textOf(term);
      const label = text.length > 80 ? `${text.slice(0, 78)} …` : text;
      nodes.set(id, { data: { id, label, term, ...sizeOf(label) }, classes: term.kind === "literal" ? "text" : "" });
    }
    edges.push({ data: { id: `edge-${i}`, source: wanted[0][0], target: wanted[1][0], label: textOf(row[1]) } });
  });
  return { elements: [...nodes.values(), ...edges], nodes: nodes.size, left };
}
