import type { PublishedFile } from './publication.ts';

/** What a model's files are, as far as their names say it. */
export type ModelFormat = {
  /** As the hub names it; undefined where the names do not say. */
  readonly library: 'peft' | 'transformers' | undefined;
  /** For finding it on the hub. */
  readonly tags: readonly string[];
  /** The first file in the format GGUF. */
  readonly gguf: string | undefined;
};

/** What the files of a model are. Pure. */
export function findModelFormat(files: readonly Pick<PublishedFile, 'path'>[]): ModelFormat {
  const paths = files.map(({ path }) => path);
  const has = (form: RegExp): boolean => paths.some(path => form.test(path));
  const isAdapter = has(/^adapter_config\.json$/) && has(/^adapter_model\.(?:safetensors|bin)$/);
  const isWhole = has(/^config\.json$/) && has(/^(?:model|pytorch_model)[^/]*\.(?:safetensors|bin)$/);
  const gguf = paths.find(path => /\.gguf$/i.test(path));
  return {
    library: isAdapter ? 'peft' : isWhole ? 'transformers' : undefined,
    tags: [
      ...(isAdapter ? ['lora'] : []),
      ...(gguf === undefined ? [] : ['gguf']),
      ...(has(/\.safetensors$/) ? ['safetensors'] : []),
    ],
    gguf,
  };
}
