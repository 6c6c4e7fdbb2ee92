/**
 * A filter of MLflow for exactly one name, or for few more where a name cannot be written exactly: the server takes quotes off
 * without undoing any escape, so a name with both kinds of quotes is asked for by a pattern. Who reads the answer compares the name. Pure.
 * @param attribute such as `name`
 */
export function filterByName(attribute: string, name: string): string {
  if (!name.includes("'")) return `${attribute}='${name}'`;
  if (!name.includes('"')) return `${attribute}="${name}"`;
  return `${attribute} LIKE '${name.replaceAll("'", '_')}'`;
}

/** A filter for any of these ids; those with another character than letters, digits, dash and underscore are left out. Pure. */
export function filterByIds(attribute: string, ids: readonly string[]): string {
  const quoted = ids.filter(id => /^[\w-]+$/.test(id)).map(id => `'${id}'`);
  return `${attribute} IN (${quoted.join(',')})`;
}
