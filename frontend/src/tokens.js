// The words of a SPARQL text, finished or not: a text goes in, tokens with their places come out. Never fails.

const KINDS = [
  ["space", /\s+/y],
  ["comment", /#[^\n]*/y],
  ["iri", /<[^<>"{}|^`\\\u0000-\u0020]*>/y],
  ["string", /"""(?:[^"\\]|\\[^]|"(?!""))*"""|'''(?:[^'\\]|\\[^]|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'/y],
  ["variable", /[?$][\p{L}\p{N}_]+/uy],
  ["blank", /_:[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?/uy],
  [
    "name",
    /(?:\p{L}(?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?)?:(?:(?:[\p{L}\p{N}_:.-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-])*(?:[\p{L}\p{N}_:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]))?/uy,
  ],
  ["language", /@[A-Za-z]+(?:-[A-Za-z0-9]+)*/y],
  ["number", /\d*\.\d+(?:[eE][+-]?\d+)?|\d+(?:[eE][+-]?\d+)?/y],
  ["word", /[A-Za-z_]\w*/y],
  ["sign", /\^\^|&&|\|\||!=|<=|>=|[^]/uy],
];

export function tokens(text) {
  const found = [];
  let place = 0;
  let spaced = false;
  while (place < text.length) {
    for (const [kind, pattern] of KINDS) {
      pattern.lastIndex = place;
      const word = pattern.exec(text)?.[0];
      if (!word) continue;
      if (kind !== "space") found.push({ kind, text: word, from: place, to: place + word.length, spaced });
      spaced = kind === "space";
      place += word.length;
      break;
    }
  }
  return found;
}

/** Tells whether a query asks for a graph and not for rows. */
export function isGraph(text) {
  const form = tokens(text).find(({ kind, text: word }) => kind === "word" && /^(?:SELECT|ASK|CONSTRUCT|DESCRIBE)$/i.test(word));
  return form !== undefined && /^(?:CONSTRUCT|DESCRIBE)$/i.test(form.text);
}
