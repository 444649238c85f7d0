// The words of the graph, for completion and lint: the answer of /api/vocabulary goes in, look-ups come out.

export class Vocabulary {
  constructor({ prefixes, classes, properties }) {
    this.prefixes = new Map(Object.entries(prefixes));
    this.properties = properties;
    this.classes = classes;
    this.propertyOf = new Map(properties.map((property) => [property.iri, property]));
    this.classOf = new Map(
      classes.map((one) => [one.iri, { ...one, uses: new Set(one.properties.map((place) => properties[place].iri)) }]),
    );
  }

  static empty() {
    return new Vocabulary({ prefixes: {}, classes: [], properties: [] });
  }

  get isEmpty() {
    return this.properties.length === 0;
  }

  /** Properties that occur on things of all these classes; null where no class is known. */
  propertiesOn(classes) {
    const known = [...classes].map((iri) => this.classOf.get(iri)).filter(Boolean);
    if (!known.length) return null;
    return new Set([...known[0].uses].filter((iri) => known.every((one) => one.uses.has(iri))));
  }

  /** Classes whose things have a property, those with most things first. */
  classesWith(property) {
    const found = [...this.classOf.values()].filter((one) => one.uses.has(property) && one.curie);
    return found.sort((a, b) => b.things - a.things);
  }

  /** Names of this graph that are close to one that it does not have. */
  near(iri, known) {
    const local = (text) => text.slice(Math.max(text.lastIndexOf("#"), text.lastIndexOf("/")) + 1).toLowerCase();
    const wanted = local(iri);
    const far = Math.max(2, Math.floor(wanted.length / 4));
    return [...known.values()]
      .filter((one) => one.curie)
      .map((one) => [distance(wanted, local(one.iri), far), one])
      .filter(([errors]) => errors <= far)
      .sort(([a, one], [b, other]) => a - b || one.iri.localeCompare(other.iri))
      .slice(0, 3)
      .map(([, one]) => one);
  }
}

/** Counts the letters that differ; `most` + 1 where there are more. */
export function distance(left, right, most) {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i += 1) {
    const above = row;
    row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      row.push(Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1)));
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return row.at(-1);
}
