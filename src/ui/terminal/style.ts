/**
 * How a cell looks: the SGR parameters that make it so from a reset terminal, in one order; `''` is the
 * terminal's own. Equal looks are equal strings.
 */
export type Style = string;

/** Whether colours reach the terminal; bold, inverse and the like always do. */
export type ColourUse = 'shown' | 'dropped';

export const plainStyle: Style = '';

/** One thing that a style sets: what sets it, and what takes it back. */
type Slot = { readonly name: string; readonly off: string };

const slots: readonly Slot[] = [
  { name: 'bold', off: '22' },
  { name: 'dim', off: '22' },
  { name: 'italic', off: '23' },
  { name: 'underline', off: '24' },
  { name: 'inverse', off: '27' },
  { name: 'strike', off: '29' },
  { name: 'overline', off: '55' },
  { name: 'foreground', off: '39' },
  { name: 'background', off: '49' },
];

/**
 * Blinking (5, 6) and concealed (8) text are left out on purpose: nothing of ours uses them, and the latter
 * hides what is there.
 */
const simpleParameters: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
  53: 'overline',
};

type Looks = Readonly<Record<string, string>>;

/** The style after an SGR sequence with these parameters. Pure; unknown parameters change nothing. */
export const applySgr: (style: Style, parameters: string, colours: ColourUse) => Style = remember(
  (style, parameters, colours) => {
    const looks: Record<string, string> = { ...looksOf(style) };
    const codes = parameters.split(';');
    for (let at = 0; at < codes.length; ) at += applyCode(looks, codes, at, colours);
    return styleOf(looks);
  },
);

/** The shortest SGR sequence that turns one style into another; `''` for the same. Pure. */
export const styleChange: (from: Style, to: Style) => string = remember((from, to) => {
  if (from === to) return '';
  const afresh = to === plainStyle ? '' : `0;${to}`;
  const changed = changedParameters(looksOf(from), looksOf(to)).join(';');
  return `\u001B[${changed.length < afresh.length ? changed : afresh}m`;
});

/** What is left of a style on a space: a foreground shows only where something is drawn with it. Pure. */
export const styleOfBlank: (style: Style) => Style = remember(style => {
  const looks = looksOf(style);
  if ('inverse' in looks || 'underline' in looks || 'strike' in looks || 'overline' in looks) return style;
  return looks.background ?? plainStyle;
});

/** Applies the code at `at` to `looks`; returns how many codes it took. */
function applyCode(
  looks: Record<string, string>,
  codes: readonly string[],
  at: number,
  colours: ColourUse,
): number {
  const code = codes[at] === '' ? '0' : (codes[at] ?? '0');
  const number = Number(code);
  const colourSlot = (number >= 40 && number < 50) || number >= 100 ? 'background' : 'foreground';
  if (number === 38 || number === 48) {
    const length = codes[at + 1] === '5' ? 3 : codes[at + 1] === '2' ? 5 : 1;
    if (length > 1 && colours === 'shown') looks[colourSlot] = codes.slice(at, at + length).join(';');
    return length;
  }
  if (number === 0) for (const name of Object.keys(looks)) delete looks[name];
  const simple = simpleParameters[code];
  if (simple !== undefined) looks[simple] = code;
  else if (isColour(number)) {
    if (colours === 'shown') looks[colourSlot] = code;
  } else for (const slot of slots) if (slot.off === code) delete looks[slot.name];
  return 1;
}

function isColour(number: number): boolean {
  const last = number % 10;
  if (number >= 30 && number < 50) return last < 8;
  return (number >= 90 && number < 98) || (number >= 100 && number < 108);
}

function changedParameters(from: Looks, to: Looks): readonly string[] {
  // 22 ends bold and dim alike, so taking one back means setting the other again.
  const weightLost = ['bold', 'dim'].some(name => name in from && !(name in to));
  const { bold: _bold, dim: _dim, ...withoutWeight } = from;
  const start: Looks = weightLost ? withoutWeight : from;
  const changes = slots.flatMap(({ name, off }) => (start[name] === to[name] ? [] : (to[name] ?? off)));
  return weightLost ? ['22', ...changes] : changes;
}

function styleOf(looks: Looks): Style {
  return slots.flatMap(({ name }) => looks[name] ?? []).join(';');
}

const looksOf: (style: Style) => Looks = remember(style => {
  const looks: Record<string, string> = {};
  const codes = style === plainStyle ? [] : style.split(';');
  for (let at = 0; at < codes.length; ) at += applyCode(looks, codes, at, 'shown');
  return looks;
});

/**
 * Remembers the answers of a pure function of strings; a program has few styles, and forgetting them all is
 * cheap.
 */
function remember<Arguments extends readonly string[], Answer>(
  compute: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  const answers = new Map<string, Answer>();
  return (...given) => {
    const key = given.join('\n');
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= 4096) answers.clear();
    const answer = compute(...given);
    answers.set(key, answer);
    return answer;
  };
}
