/** Something on this machine that a server can load: a file of weights, or a folder of a model. */
export type LocalModel =
  /** `path`: absolute, of the file or folder. `what`: what makes it one, for people. */
  | { readonly ok: true; readonly path: string; readonly what: string }
  | { readonly ok: false; readonly problem: string };

/** A file of a folder. */
export type ModelFile = { readonly name: string; readonly sizeBytes: number };

/** Ends of files that hold weights. */
const weightsForm = /\.(safetensors|gguf|bin|pt|pth|ckpt|onnx|h5|keras|pkl|joblib|cbm|tflite)$/i;
/** Files that are weights by their whole name. */
const weightsNames: ReadonlySet<string> = new Set(['saved_model.pb']);

/** Whether a name is one of weights. Pure. */
export function isWeightsName(name: string): boolean {
  return weightsForm.test(name) || weightsNames.has(name);
}

/**
 * What makes a folder one that a server can load: `MLmodel` of MLflow, or weights that are not empty. A `config.json` alone is not. Pure.
 * @returns words for it, or in a sentence why it is none
 */
export function judgeModelFolder(
  files: readonly ModelFile[],
): { readonly ok: true; readonly what: string } | { readonly ok: false; readonly problem: string } {
  const full = files.filter(file => file.sizeBytes > 0);
  if (full.some(file => file.name === 'MLmodel')) return { ok: true, what: 'MLmodel' };
  const [first] = full
    .filter(file => isWeightsName(file.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (first !== undefined) return { ok: true, what: first.name };
  const isEmpty = files.some(file => isWeightsName(file.name));
  if (isEmpty) return { ok: false, problem: 'its weights are empty' };
  return {
    ok: false,
    problem: 'it has neither an MLmodel nor weights (*.safetensors, *.gguf, *.bin, *.pt, *.onnx, *.pkl …)',
  };
}
