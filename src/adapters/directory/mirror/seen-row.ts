import type { SeenFacts, SeenObject } from './seen-objects.ts';

/** An object that was seen, as a line that ends in a line end. Pure. @see parseSeenRow */
export function formatSeenRow(seen: SeenObject): string {
  const { facts, copy, text, replacedBy, isGone, isDamaged, shown, shownBy } = seen;
  const row: unknown[] = [
    ...listFacts(facts),
    copy === undefined ? null : [copy.sizeBytes, copy.modifiedAtMs],
  ];
  const more = {
    ...(facts.sha256 === undefined ? {} : { sha256: facts.sha256 }),
    ...(shown === undefined ? {} : { shown }),
    ...(shownBy === undefined ? {} : { shownBy }),
    ...(text === undefined ? {} : { text }),
    ...(replacedBy === undefined ? {} : { replacedBy: [...listFacts(replacedBy), replacedBy.sha256] }),
    ...(isGone ? { isGone } : {}),
    ...(isDamaged ? { isDamaged } : {}),
  };
  if (Object.keys(more).length > 0) row.push(more);
  return `${JSON.stringify(row)}\n`;
}

/** Reads such a line; undefined for any other text. Pure. */
export function parseSeenRow(line: string): SeenObject | undefined {
  const row = parseJson(line);
  if (!Array.isArray(row)) return undefined;
  const facts = parseFacts(row);
  if (facts === undefined) return undefined;
  const [copy, more]: readonly unknown[] = row.slice(4);
  const seen = { facts, copy: parseCopy(copy) };
  if (typeof more !== 'object' || more === null) return seen;
  const replacedBy = 'replacedBy' in more ? parseFacts(more.replacedBy) : undefined;
  const sha256 = 'sha256' in more && typeof more.sha256 === 'string' ? { sha256: more.sha256 } : {};
  return {
    ...seen,
    facts: { ...facts, ...sha256 },
    ...('shown' in more && typeof more.shown === 'number' ? { shown: more.shown } : {}),
    ...('shownBy' in more && typeof more.shownBy === 'string' ? { shownBy: more.shownBy } : {}),
    ...('text' in more && typeof more.text === 'string' ? { text: more.text } : {}),
    ...(replacedBy === undefined ? {} : { replacedBy }),
    ...('isGone' in more && more.isGone === true ? { isGone: true } : {}),
    ...('isDamaged' in more && more.isDamaged === true ? { isDamaged: true } : {}),
  };
}

function listFacts({ name, generation, md5, sizeBytes }: SeenFacts): readonly unknown[] {
  return [name, generation, md5 ?? null, sizeBytes];
}

function parseFacts(value: unknown): SeenFacts | undefined {
  if (!Array.isArray(value)) return undefined;
  const [name, generation, md5, sizeBytes, sha256]: readonly unknown[] = value;
  if (typeof name !== 'string' || typeof generation !== 'string' || typeof sizeBytes !== 'number')
    return undefined;
  const facts = { name, generation, md5: typeof md5 === 'string' ? md5 : undefined, sizeBytes };
  return typeof sha256 === 'string' ? { ...facts, sha256 } : facts;
}

function parseCopy(value: unknown): SeenObject['copy'] {
  if (!Array.isArray(value)) return undefined;
  const [sizeBytes, modifiedAtMs]: readonly unknown[] = value;
  return typeof sizeBytes === 'number' && typeof modifiedAtMs === 'number'
    ? { sizeBytes, modifiedAtMs }
    : undefined;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
