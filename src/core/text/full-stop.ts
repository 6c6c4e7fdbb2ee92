/** A sentence as a part of another: without its full stop. Pure. */
export function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
