/** The value of a JSON text; undefined for what is none, such as a page of HTML. Pure. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
