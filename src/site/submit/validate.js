// Whether a value is what a schema asks for. As much of JSON Schema as the schemas of an archive have (src/yaml/shape.rs)
// and no more; tests/web/submit-parts.mjs holds it to a whole validator.

const patterns = new Map();

function matches(pattern, text) {
  if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, "u"));
  return patterns.get(pattern).test(text);
}

function kindOf(value) {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const isOf = (type, value) => (type === "integer" ? Number.isInteger(value) : kindOf(value) === type && (type !== "number" || Number.isFinite(value)));

/** Where a value is not what a schema asks for: ways of keys and numbers, none where it is. */
export function misfits(schema, value, root = schema, way = []) {
  const found = [];
  const ask = (other, part = value, at = way) => found.push(...misfits(other, part, root, at));
  const kind = kindOf(value);
  if (schema.$ref) ask(root.$defs[schema.$ref.slice("#/$defs/".length)]);
  if (schema.type && ![schema.type].flat().some((type) => isOf(type, value))) return [way];
  const isWrong =
    (schema.enum && !schema.enum.includes(value)) ||
    ("const" in schema && schema["const"] !== value) ||
    (schema.pattern && kind === "string" && !matches(schema.pattern, value)) ||
    (kind === "number" && (value < schema.minimum || value > schema.maximum)) ||
    (schema.required && kind === "object" && schema.required.some((key) => value[key] === undefined));
  if (isWrong) found.push(way);
  if (schema.items && kind === "array") value.forEach((item, at) => ask(schema.items, item, [...way, at]));
  if (kind === "object") askEntries(schema, value, (other, key) => (other ? ask(other, value[key], [...way, key]) : found.push([...way, key])));
  if (schema.anyOf) found.push(...nearest(schema.anyOf.map((other) => misfits(other, value, root, way))));
  if (schema["if"]) ask(misfits(schema["if"], value, root).length ? schema["else"] : schema["then"]);
  return found;
}

/** What a schema asks of each entry of a map: another schema, or that it were not there. */
function askEntries({ properties = {}, patternProperties = {}, additionalProperties = {} }, map, ask) {
  for (const key of Object.keys(map)) {
    const asked = Object.keys(patternProperties).filter((pattern) => matches(pattern, key)).map((pattern) => patternProperties[pattern]);
    if (Object.hasOwn(properties, key)) asked.push(properties[key]);
    if (!asked.length) asked.push(additionalProperties);
    for (const other of asked) ask(other, key);
  }
}

/** Of several ways to be wrong the one that was meant: that which is right the furthest. */
function nearest(choices) {
  const depth = (found) => Math.max(...found.map((way) => way.length));
  return choices.reduce((best, other) => (best.length && (!other.length || depth(other) > depth(best)) ? other : best));
}
