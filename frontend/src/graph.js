// The neighbourhood of a concept as a picture: groups by relation and class, opened on click; the tables of the page say the same.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";

cytoscape.use(fcose);

// Cytoscape would put its one rule into the page as inline style, which the policy of the page forbids; site.css has the rule.
if (!document.getElementById("__________cytoscape_stylesheet")) {
  document.head.append(Object.assign(document.createElement("meta"), { id: "__________cytoscape_stylesheet" }));
}

const KINDS = {
  product: ["Immunoglobulin", "ImmunoglobulinProduct", "ImmunoglobulinIsotype", "MonoclonalAntibody"],
  condition: ["Condition", "Immunodeficiency"],
  category: ["Category"],
  mechanism: ["Mechanism"],
  effect: ["AdverseEffect"],
  feature: ["Feature", "AutoimmuneFeature", "Autoantibody", "AntibodyDeficiency", "GeneticDefect", "AcquiredCause", "Agent"],
  care: ["Management", "Medication", "Vaccine", "LaboratoryTest", "RiskFactor", "Population"],
};
const SMALL = 6;
const OPEN_AT_FIRST = 14;

const kindOf = (name) => Object.keys(KINDS).find((kind) => KINDS[kind].includes(name)) ?? "other";
const spaced = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
const counted = (number, name) => {
  const words = spaced(name) || "concept";
  return `${number} ${number === 1 ? words : /[^aeiou]y$/.test(words) ? `${words.slice(0, -1)}ies` : /(s|x|ch)$/.test(words) ? `${words}es` : `${words}s`}`;
};

/** Reads the colours of the page as they are now, in light or dark. */
function colours(figure) {
  const probe = figure.appendChild(document.createElement("span"));
  probe.className = "probe";
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["ink", "soft", "line", "raised", "sunk", "accent", "accent-ink", "bad", ...Object.keys(KINDS).map((kind) => `k-${kind}`), "k-other"];
  const found = Object.fromEntries(names.map((name) => [name, read(name)]));
  probe.remove();
  return found;
}

const LETTERS = document.createElement("canvas").getContext("2d");
const WIDEST = 150;
const WIDEST_MEMBER = 230;
const LARGEST = 1.15;
const widest = (node) => (node.hasClass("group") || node.hasClass("centre") ? WIDEST : WIDEST_MEMBER);

/** Measures a label as the picture writes it, in lines of at most so many pixels. */
function sizeOf(node) {
  const size = node.hasClass("centre") ? 14 : 12;
  LETTERS.font = `${node.hasClass("centre") || node.hasClass("group") ? "bold " : ""}${size}px system-ui, sans-serif`;
  const most = widest(node);
  let width = 0;
  let lines = 0;
  for (const part of node.data("label").split("\n")) {
    let line = "";
    lines += 1;
    for (const word of part.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && LETTERS.measureText(longer).width > most) {
        lines += 1;
        line = word;
      } else line = longer;
      width = Math.max(width, LETTERS.measureText(line).width);
    }
  }
  return { width: Math.ceil(width) + 2, height: Math.ceil(lines * size * 1.2) };
}

function style(c) {
  const kinds = [...Object.keys(KINDS), "other"].map((kind) => ({
    selector: `node[kind="${kind}"]`,
    style: { "border-color": c[`k-${kind}`], color: c.ink },
  }));
  return [
    {
      selector: "node",
      style: {
        label: "data(label)", "font-size": 12, "font-family": "system-ui, sans-serif", "text-wrap": "wrap", "text-max-width": (node) => widest(node) + 2,
        "text-valign": "center", "text-halign": "center", shape: "round-rectangle", width: (node) => sizeOf(node).width, height: (node) => sizeOf(node).height, padding: 7,
        "background-color": c.raised, "border-width": 1.5, "border-color": c.soft, color: c.ink,
      },
    },
    ...kinds,
    { selector: "node.centre", style: { "background-color": c.accent, color: c["accent-ink"], "border-width": 0, "font-weight": "bold", "font-size": 14, padding: 11 } },
    { selector: "node.group", style: { "background-color": c.sunk, "border-style": "double", "border-width": 4, "font-weight": "bold" } },
    { selector: "node.inferred", style: { "border-style": "dashed" } },
    { selector: "node.denied", style: { "border-color": c.bad, color: c.bad } },
    { selector: "node:selected, node.chosen", style: { "overlay-color": c.accent, "overlay-opacity": 0.18, "overlay-padding": 4 } },
    {
      selector: "edge",
      style: {
        width: 1.4, "line-color": c.line, "target-arrow-color": c.soft, "curve-style": "bezier", "arrow-scale": 0.8,
        "target-arrow-shape": "triangle",
      },
    },
    { selector: "edge.member", style: { "target-arrow-shape": "none" } },
    { selector: "edge.inferred", style: { "line-style": "dashed" } },
  ];
}

function elementsOf(centre, group, open) {
  const away = group.direction === "forward";
  const node = {
    data: { id: group.id, label: `${group.title}\n${counted(group.total, group.class)}`, kind: kindOf(group.class), group: group.id },
    classes: "group",
  };
  const ends = away ? { source: centre, target: group.id } : { source: group.id, target: centre };
  const elements = [node, { data: { id: `to ${group.id}`, ...ends } }];
  if (!open) return elements;
  for (const member of group.members) {
    const id = `${group.id} ${member.iri}`;
    const classes = [member.basis === "inferred" ? "inferred" : "", member.polarity === "negated" ? "denied" : ""].join(" ");
    elements.push({ data: { id, label: member.label, kind: kindOf(member.class), path: member.path, of: group.id }, classes });
    elements.push({ data: { id: `edge ${id}`, source: group.id, target: id, of: group.id }, classes: `member ${classes}` });
  }
  if (group.total > group.members.length) {
    const id = `${group.id} more`;
    elements.push({ data: { id, label: `${group.total - group.members.length} more in the table`, kind: "other", path: `#${group.section}`, of: group.id } });
    elements.push({ data: { id: `edge ${id}`, source: group.id, target: id, of: group.id }, classes: "member" });
  }
  return elements;
}

const ROW = 68;
const MEMBER = 34;
const IN_STACK = 9;
const IN_STACK_ALONE = 6;
const MEMBERS_BESIDE = 16;

/**
 * Places the centre in the middle, what it leads to on the right and what leads to it on the left, in the order of the tables, with
 * the members of open groups beside them. Gives null where so many are open that a tidy picture has no room for them.
 */
function columns(found, opened, wide) {
  const places = { [found.iri]: { x: 0, y: 0 } };
  const near = wide ? 225 : 160;
  const sides = new Set(found.groups.map((group) => group.direction === "forward")).size;
  const inStack = wide ? (sides === 2 ? IN_STACK : IN_STACK_ALONE) : 12;
  for (const [sign, groups] of [
    [1, found.groups.filter((group) => group.direction === "forward")],
    [-1, found.groups.filter((group) => group.direction !== "forward")],
  ]) {
    const shown = groups.map((group) => (opened.has(group.id) ? membersOf(group) : []));
    const members = shown.flat().length;
    const stacks = members ? 1 : Math.max(1, Math.ceil(groups.length / inStack));
    if (members > MEMBERS_BESIDE || (members && groups.length > inStack)) return null;
    const high = Math.ceil(groups.length / stacks);
    for (let stack = 0; stack < stacks; stack += 1) {
      const some = groups.slice(stack * high, (stack + 1) * high);
      const heights = some.map((_, number) => Math.max(ROW, MEMBER * shown[stack * high + number].length + 14));
      let y = -heights.reduce((sum, height) => sum + height, 0) / 2;
      some.forEach((group, number) => {
        const middle = y + heights[number] / 2;
        const x = sign * (near + 205 * stack);
        places[group.id] = { x, y: middle };
        const inside = shown[stack * high + number];
        inside.forEach((id, place) => {
          places[id] = { x: x + sign * (wide ? 235 : 200), y: middle + (place - (inside.length - 1) / 2) * MEMBER };
        });
        y += heights[number];
      });
    }
  }
  return places;
}

/** Gives the names of the nodes that show what is in a group. */
function membersOf(group) {
  const names = group.members.map((member) => `${group.id} ${member.iri}`);
  return group.total > group.members.length ? [...names, `${group.id} more`] : names;
}

/** Opens small groups from the start, as many as leave the picture calm. */
function openAtFirst(groups) {
  const opened = new Set();
  let members = 0;
  for (const group of groups) {
    if (groups.length <= 6 && group.total <= SMALL && members + group.total <= OPEN_AT_FIRST) {
      opened.add(group.id);
      members += group.total;
    }
  }
  return opened;
}

function save(name, url) {
  const link = document.createElement("a");
  link.download = name;
  link.href = url;
  link.click();
}

function button(tools, words, action) {
  const made = tools.appendChild(document.createElement("button"));
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", action);
  return made;
}

async function draw(figure) {
  const answer = await fetch(figure.dataset.source, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const found = await answer.json();
  if (!found.groups.length) return;
  const groups = new Map(found.groups.map((group) => [group.id, group]));
  const opened = openAtFirst(found.groups);
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${found.label} and its ${found.groups.length} groups of neighbours; the tables below say the same`);
  const tools = document.createElement("div");
  tools.className = "tools";
  const list = document.createElement("details");
  list.appendChild(document.createElement("summary")).textContent = "Open groups by name";
  const names = list.appendChild(document.createElement("div"));
  names.className = "names";
  figure.prepend(canvas, tools);
  figure.hidden = false;

  const centre = { data: { id: found.iri, label: found.label, kind: kindOf(found.class) }, classes: "centre" };
  const graph = cytoscape({
    container: canvas,
    elements: [centre, ...found.groups.flatMap((group) => elementsOf(found.iri, group, opened.has(group.id)))],
    style: style(colours(figure)),
    minZoom: 0.25,
    maxZoom: 2.5,
    layout: { name: "preset" },
  });
  // The page scrolls over the picture; it zooms only with a key held.
  graph.userZoomingEnabled(false);
  canvas.addEventListener("wheel", (event) => graph.userZoomingEnabled(event.ctrlKey || event.metaKey), { capture: true, passive: true });

  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const arrange = () => {
    const places = columns(found, opened, canvas.clientWidth > 640);
    const animate = !calm && Boolean(graph.scratch("drawn"));
    if (places) {
      const heights = Object.values(places).map((place) => place.y);
      canvas.style.height = `${Math.round(Math.min(520, Math.max(200, Math.max(...heights) - Math.min(...heights) + 130)))}px`;
      graph.resize();
      graph.layout({ name: "preset", positions: (node) => places[node.id()], animate, animationDuration: 250, fit: true, padding: 18, stop: calmZoom }).run();
    } else {
      canvas.style.height = "";
      graph.resize();
      graph.layout({
        name: "fcose", quality: "proof", randomize: false, animate, animationDuration: 350, nodeDimensionsIncludeLabels: true,
        nodeSeparation: 90, idealEdgeLength: (edge) => (edge.hasClass("member") ? 70 : 150), nodeRepulsion: 9000, packComponents: false,
        fit: true, padding: 18, stop: calmZoom,
      }).run();
    }
    graph.scratch("drawn", true);
  };
  const calmZoom = () => {
    if (graph.zoom() > LARGEST) {
      graph.zoom(LARGEST);
      graph.center();
    }
  };
  const buttons = new Map();
  const toggle = (id) => {
    const group = groups.get(id);
    if (opened.delete(id)) graph.remove(graph.elements().filter((each) => each.data("of") === id));
    else {
      opened.add(id);
      const place = graph.getElementById(id).position();
      const added = graph.add(elementsOf(found.iri, group, true).slice(2));
      added.nodes().forEach((node, number) => {
        node.position({ x: place.x + 60 * Math.cos(number), y: place.y + 60 * Math.sin(number) });
      });
    }
    buttons.get(id)?.setAttribute("aria-expanded", String(opened.has(id)));
    arrange();
  };
  for (const group of found.groups) {
    const made = button(names, `${group.title}: ${counted(group.total, group.class)}`, () => toggle(group.id));
    made.setAttribute("aria-expanded", String(opened.has(group.id)));
    buttons.set(group.id, made);
  }
  button(tools, "Fit", () => graph.fit(undefined, 18));
  const name = found.iri.split("/").pop();
  button(tools, "PNG", () => save(`${name}.png`, graph.png({ full: true, scale: 2, bg: colours(figure).raised })));
  tools.append(list);
  graph.on("tap", "node.group", (event) => toggle(event.target.id()));
  graph.on("dbltap", "node[path]", (event) => location.assign(event.target.data("path")));
  graph.on("mouseover", "node.group, node[path]", () => { canvas.style.cursor = "pointer"; });
  graph.on("mouseout", "node", () => { canvas.style.cursor = ""; });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style(colours(figure))));
  arrange();
  figure.dataset.drawn = "true";
  // Browser tests and curious readers look at the picture through this.
  figure.graph = graph;
}

for (const figure of document.querySelectorAll("#picture[data-source]")) draw(figure);
