import type { WeightsReading } from '../weights/weights-header.ts';

/** Reading the headers of weights on this machine. Nothing here writes, and nothing is asked of a network. */
export interface WeightsReader {
  /**
   * The header of a GGUF or safetensors file, or of a folder that holds some. Never rejects for what is wrong with it: the answer says
   * so, after a time limit too.
   * @param path absolute; links are followed
   */
  readHeader(path: string): Promise<WeightsReading>;
}
