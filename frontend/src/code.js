// A query as code that runs elsewhere: its text and the address of the server go in, code in curl, Python and R comes out.

const asShell = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Writes a Python literal; JSON's escapes are also Python's. */
const asPython = (text) =>
  text.includes("\\") || text.includes('"""') ? JSON.stringify(text) : `"""${text}"""`.replace(/"{4}$/, '\\""""');

/** Writes a raw string of R (4.0 or newer) with as many dashes as its text needs. */
function asR(text) {
  let dashes = "";
  while (text.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${text})${dashes}"`;
}

export function snippets(query, endpoint, { graph = false } = {}) {
  const text = query.trim();
  const accept = graph ? "text/turtle" : "text/csv";
  const python = [
    "import csv, io",
    "from urllib.parse import urlencode",
    "from urllib.request import Request, urlopen",
    "",
    `query = ${asPython(text)}`,
    `request = Request(${JSON.stringify(endpoint)}, urlencode({"query": query}).encode(), {"Accept": "${accept}"})`,
    "with urlopen(request) as answer:",
    ...(graph
      ? ['    print(answer.read().decode("utf-8"))']
      : [
          '    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))',
          'print(len(rows), "rows")',
          "for row in rows[:5]:",
          "    print(row)",
        ]),
  ];
  const r = [
    'library(httr2)  # install.packages("httr2")',
    "",
    `query <- ${asR(text)}`,
    `answer <- request(${JSON.stringify(endpoint)}) |>`,
    `  req_headers(Accept = "${accept}") |>`,
    "  req_body_form(query = query) |>",
    "  req_perform()",
    graph ? "cat(resp_body_string(answer))" : "rows <- read.csv(text = resp_body_string(answer))",
    ...(graph ? [] : ["head(rows)"]),
  ];
  const curl = [
    `curl --fail-with-body --header 'Accept: ${accept}' \\`,
    `  --data-urlencode query=${asShell(text)} \\`,
    `  ${asShell(endpoint)}`,
  ];
  return [
    { name: "curl", code: curl.join("\n") },
    { name: "Python", code: python.join("\n") },
    { name: "R", code: r.join("\n") },
  ];
}
