/** What the header of a file of weights says. Only what stands there: what it does not say is undefined. Safe to show. */
export type WeightsHeader = {
  readonly format: 'GGUF' | 'safetensors';
  /** `llama`, `Qwen2ForCausalLM`. */
  readonly architecture: string | undefined;
  /** Numbers in all tensors; at least 1. */
  readonly parameterCount: number | undefined;
  /** The way most of it is stored, by the file's own word where it has one: `Q4_K_M`, `BF16`. */
  readonly quantisation: string | undefined;
  /** How many of the parameters are stored in which way, most first. */
  readonly storage: readonly { readonly type: string; readonly parameterCount: number }[];
  /** In tokens. */
  readonly contextLength: number | undefined;
  /** A LoRA adapter is not a model of its own: what it is laid over. */
  readonly adapter: AdapterFacts | undefined;
  /** One of several files that only together are the weights: what is said counts for this one. */
  readonly part: { readonly number: number; readonly count: number } | undefined;
};

/** What the configuration of an adapter says. */
export type AdapterFacts = {
  readonly kind: string | undefined;
  readonly baseModel: string | undefined;
  readonly rank: number | undefined;
  readonly alpha: number | undefined;
};

/** The header of weights, or why there is none; `problem` is a sentence without its full stop, safe to show. */
export type WeightsReading =
  | { readonly state: 'read'; readonly header: WeightsHeader }
  /** The file ends before what its header announces. Nothing of the header is told then. */
  | { readonly state: 'truncated'; readonly problem: string }
  | { readonly state: 'unreadable'; readonly problem: string }
  /** Nothing of that name is on this machine. */
  | { readonly state: 'elsewhere' };
