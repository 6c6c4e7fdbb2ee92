import { makeSafeText } from '../../core/text/safe-text.ts';

/** The files of a folder that are its weights, or why none are. */
export type ChosenFiles =
  | { readonly found: 'files'; readonly names: readonly string[] }
  | { readonly found: 'part-missing'; readonly problem: string }
  | { readonly found: 'nothing'; readonly problem: string };

/** What PEFT, MLX and transformers call the one file of a folder; MLX leaves numbered ones of its training beside. */
const usualNames = ['adapter_model.safetensors', 'adapters.safetensors', 'model.safetensors'];

const partName = /^(?<stem>.+)-(?<number>\d{5})-of-(?<count>\d{5})\.(?:safetensors|gguf)$/;
const mostNamed = 3;

/** Which files of a folder are its weights. Pure. @param names of everything in it */
export function chooseWeightsFiles(names: readonly string[]): ChosenFiles {
  const usual = usualNames.find(name => names.includes(name));
  if (usual !== undefined) return { found: 'files', names: [usual] };
  const candidates = names.filter(name => /\.(?:gguf|safetensors)$/i.test(name)).sort();
  const parts = candidates.map(name => partName.exec(name)?.groups);
  const [first] = parts;
  const isOneWhole = parts.every(
    part => part?.['stem'] === first?.['stem'] && part?.['count'] === first?.['count'],
  );
  if (first !== undefined && isOneWhole) return chooseParts(candidates, Number(first['count']));
  if (candidates.length === 1) return { found: 'files', names: candidates };
  if (candidates.length > 1) {
    const shown = candidates.slice(0, mostNamed).map(name => makeSafeText(name, { limit: 80 }));
    const more = candidates.length > mostNamed ? ' and more' : '';
    return {
      found: 'nothing',
      problem: `several files of weights are in the folder: ${shown.join(', ')}${more}`,
    };
  }
  const hasOthers = names.some(name => /\.(?:bin|pt|pth|ckpt|npz)$/i.test(name));
  return {
    found: 'nothing',
    problem: hasOthers
      ? 'the weights in the folder are neither GGUF nor safetensors'
      : 'no file of weights is in the folder',
  };
}

function chooseParts(names: readonly string[], count: number): ChosenFiles {
  return names.length === count
    ? { found: 'files', names }
    : { found: 'part-missing', problem: `${names.length} of its ${count} parts are in the folder` };
}
