/** Most bytes of a GGUF header that are read. The largest vocabularies take about 15 MB. */
export const ggufHeaderLimitBytes = 64 * 1024 * 1024;

/** Most bytes of a safetensors header, by its format. @see https://github.com/huggingface/safetensors */
export const safetensorsHeaderLimitBytes = 100_000_000;

/** Longest time that one path may take, in milliseconds: a network drive that is gone may never answer. */
export const readTimeLimitMs = 10_000;
