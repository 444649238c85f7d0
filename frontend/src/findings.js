// What is odd about a query before it is run: a text and the vocabulary of the graph go in, findings with places and repairs come out.
import { RDF_TYPE, readQuery } from "./reading.js";
import { distance } from "./vocabulary.js";

/** Gives the change that declares a prefix: after the last declaration, or at the top below leading comments. */
export function declaration(text, prefix, iri) {
  const last = Math.max(-1, ...[...readQuery(text).declared.values()].map(({ to }) => to));
  if (last >= 0) return { from: last, to: last, insert: `\nPREFIX ${prefix}: <${iri}>` };
  const top = text.match(/^(?:[^\S\n]*#[^\n]*\n)*/)[0].length;
  return { from: top, to: top, insert: `PREFIX ${prefix}: <${iri}>\n` };
}

export function findings(text, vocabulary) {
  if (vocabulary.isEmpty) return [];
  const read = readQuery(text, vocabulary.prefixes);
  return [...ofPrefixes(text, read, vocabulary), ...ofProperties(read, vocabulary), ...ofClasses(read, vocabulary)].sort(
    (a, b) => a.from - b.from,
  );
}

function ofPrefixes(text, read, vocabulary) {
  const found = [];
  const told = new Set();
  for (const token of read.names) {
    const prefix = token.text.slice(0, token.text.indexOf(":"));
    if (read.declared.has(prefix) || told.has(prefix)) continue;
    told.add(prefix);
    const place = { from: token.from, to: token.from + prefix.length + 1 };
    const space = vocabulary.prefixes.get(prefix);
    if (space !== undefined) {
      found.push({
        ...place,
        severity: "info",
        message: `${prefix}: is not declared. This server knows it; other programs may not.`,
        repairs: [{ name: `Add PREFIX ${prefix}:`, changes: () => [declaration(text, prefix, space)] }],
      });
      continue;
    }
    const near = [...new Set([...vocabulary.prefixes.keys(), ...read.declared.keys()])]
      .map((name) => [distance(prefix, name, 2), name])
      .filter(([errors, name]) => errors <= Math.min(2, Math.max(1, name.length - 1)))
      .sort(([a, one], [b, other]) => a - b || one.localeCompare(other))
      .slice(0, 2);
    const all = read.names.filter((one) => one.text.startsWith(`${prefix}:`));
    found.push({
      ...place,
      severity: "error",
      message: `Nobody says what the prefix ${prefix}: stands for.`,
      repairs: [
        ...near.map(([, name]) => ({
          name: `Change to ${name}:`,
          changes: () => all.map(({ from }) => ({ from, to: from + prefix.length, insert: name })),
        })),
        { name: `Declare ${prefix}:`, changes: () => [declaration(text, prefix, `http://example.org/${prefix}/`)] },
      ],
    });
  }
  return found;
}

function ofProperties(read, vocabulary) {
  const found = [];
  for (const { subject, iri, from, to, template } of read.uses) {
    if (template || iri === RDF_TYPE) continue;
    const property = vocabulary.propertyOf.get(iri);
    const place = { from, to, severity: "warning" };
    if (!property) {
      const near = vocabulary.near(iri, vocabulary.propertyOf);
      found.push({
        ...place,
        message: `No statement of this graph has the property ${short(iri, vocabulary)}.`,
        repairs: near.map((one) => change(one, from, to)),
      });
      continue;
    }
    const classes = [...(read.classes.get(subject) ?? [])].map((name) => vocabulary.classOf.get(name)).filter(Boolean);
    const without = classes.find((one) => !one.uses.has(iri));
    if (!without) continue;
    const where = vocabulary.classesWith(iri).slice(0, 3);
    const on = where.length ? ` It occurs on ${where.map((one) => one.curie).join(", ")}.` : "";
    found.push({
      ...place,
      message: `${short(iri, vocabulary)} never occurs on a thing of the class ${short(without.iri, vocabulary)} in this graph.${on}`,
      repairs: [],
    });
  }
  return found;
}

function ofClasses(read, vocabulary) {
  return read.types
    .filter(({ iri, template }) => !template && !vocabulary.classOf.has(iri))
    .map(({ iri, from, to }) => ({
      from,
      to,
      severity: "warning",
      message: `Nothing in this graph is of the class ${short(iri, vocabulary)}.`,
      repairs: vocabulary.near(iri, vocabulary.classOf).map((one) => change(one, from, to)),
    }));
}

const change = (one, from, to) => ({ name: `Change to ${one.curie}`, changes: () => [{ from, to, insert: one.curie }] });

export function short(iri, vocabulary) {
  for (const [prefix, space] of vocabulary.prefixes)
    if (iri.startsWith(space) && iri.length > space.length) return `${prefix}:${iri.slice(space.length)}`;
  return `<${iri}>`;
}
