// A tidy form of a query: a text goes in, the same tokens on lines of their own come out.
import { tokens } from "./tokens.js";

const KEYWORDS = new Set(
  (
    "ADD ALL AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING IN LIMIT MINUS NAMED " +
    "NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT UNDEF UNION VALUES WHERE COUNT SUM MIN MAX AVG SAMPLE " +
    "GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI " +
    "CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 " +
    "SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE"
  ).split(" "),
);
const NEW_LINE = new Set(
  "PREFIX BASE SELECT CONSTRUCT ASK DESCRIBE FROM OPTIONAL FILTER BIND VALUES GRAPH MINUS SERVICE GROUP ORDER HAVING LIMIT OFFSET".split(
    " ",
  ),
);

export function format(text) {
  const lines = [];
  let line = "";
  let depth = 0;
  let continued = false; // after a semicolon, until the end of the statement
  const opened = []; // round and square brackets that are open, for each pair of braces
  let inside = 0;
  let values = 0; // braces of a VALUES block stand on its line
  let expected = false;
  const finish = () => {
    if (line.trim()) lines.push(line.trimEnd());
    line = "";
  };
  const put = (word, spaced) => {
    if (!line) line = "  ".repeat(depth + (continued ? 1 : 0)) + word;
    else line += (spaced ? " " : "") + word;
  };
  let before = null;
  for (const token of tokens(text)) {
    const keyword = token.kind === "word" ? token.text.toUpperCase() : "";
    const known = KEYWORDS.has(keyword);
    const word = known ? keyword : token.text;
    const between = before ? text.slice(before.to, token.from) : "";
    if (token.kind === "comment") {
      if (before && !between.includes("\n") && (line || lines.length)) {
        if (line) line += `  ${word}`;
        else lines[lines.length - 1] += `  ${word}`;
        finish();
      } else {
        finish();
        put(word, false);
        finish();
      }
    } else if (values && word === "{") {
      values += 1;
      put(word, true);
    } else if (values && word === "}") {
      values -= 1;
      put(word, true);
      if (!values) finish();
    } else if (word === "{") {
      if (expected) {
        values = 1;
        expected = false;
        put(word, true);
      } else {
        put(word, true);
        finish();
        depth += 1;
        opened.push([inside, continued]);
        [inside, continued] = [0, false];
      }
    } else if (word === "}") {
      continued = false;
      finish();
      depth = Math.max(0, depth - 1);
      [inside, continued] = opened.pop() ?? [0, false];
      put(word, false);
      if (!inside) continued = false;
      if (!inside) finish();
    } else if (keyword === "UNION" && lines.at(-1)?.trim() === "}" && !line) {
      line = `${lines.pop()} ${word}`;
    } else if (keyword === "SELECT" || (NEW_LINE.has(keyword) && !inside && before?.text.toUpperCase() !== "NOT")) {
      const first = !lines.length && !line;
      finish();
      continued = false;
      if (!first && depth === 0 && /^(?:SELECT|CONSTRUCT|ASK|DESCRIBE)$/.test(keyword) && /^(?:PREFIX|BASE)/.test(lines.at(-1) ?? ""))
        lines.push("");
      put(word, false);
      expected = keyword === "VALUES";
    } else if (keyword === "WHERE" && !line && lines.at(-1)?.trim() === "}") {
      line = `${lines.pop()} ${word}`; // after the template of CONSTRUCT
    } else if (word === "." && token.kind === "sign" && !inside && !values) {
      put(word, true);
      continued = false;
      finish();
    } else if (word === ";" && !inside && !values) {
      put(word, true);
      continued = true;
      finish();
    } else if (word === ",") {
      put(word, false);
    } else {
      if (word === "(" || word === "[") inside += 1;
      if (word === ")" || word === "]") inside = Math.max(0, inside - 1);
      const call =
        word === "(" && before?.kind === "word" && !/^(?:FILTER|BIND|HAVING|IN|BY|AS|VALUES)$/i.test(before.text) && !token.spaced;
      const tight = before && (before.text === "(" || word === ")");
      const spaced = before?.text === "," || (!tight && !call && (token.spaced || before?.kind === "comment"));
      put(word, values ? (before?.text === "{" ? true : spaced) : spaced);
    }
    before = token;
  }
  finish();
  return lines.join("\n") + "\n";
}
