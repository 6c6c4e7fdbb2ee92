/** Feedback as the voting page writes it: `wins` times the model, `losses` times the other one, a minute apart and just now. */
export function formatFeedback(model: string, wins: number, losses: number): string {
  const pair = Array.from({ length: wins + losses }, (_, index) => ({
    timestamp: new Date(Date.now() - (index + 1) * 60_000).toISOString(),
    question: `question ${index}`,
    a_model: index % 2 === 0 ? model : 'qwen_stable',
    b_model: index % 2 === 0 ? 'qwen_stable' : model,
    preferred: index < wins === (index % 2 === 0) ? 'A' : 'B',
    ratingA: null,
    ratingB: null,
    comment: '',
  }));
  return JSON.stringify({ interleaved: [], pair });
}
