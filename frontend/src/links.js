// A link to what is asked: an address goes in and a tab comes out, and the other way round.

const OWN = new Set(["query", "name", "topic", "view", "run"]);

/** Reads what an address asks for: in its fragment, which no server sees, or in its query string, as other pages link here. */
export function fromAddress(address) {
  const url = new URL(address);
  const asked = new URLSearchParams(url.hash.includes("=") ? url.hash.slice(1) : url.search);
  return {
    query: asked.get("query"),
    name: asked.get("name"),
    topic: asked.get("topic") ?? "",
    values: [...asked].filter(([name]) => !OWN.has(name)),
    resultsOnly: asked.get("view") === "results",
    run: asked.get("run") === "1" || asked.get("view") === "results",
  };
}

export function toAddress(page, { name, values, text }, { resultsOnly = false } = {}) {
  const asked = name ? [["name", name], ...values] : [["query", text]];
  if (resultsOnly) asked.push(["view", "results"]);
  return `${page}#${new URLSearchParams(asked)}`;
}
