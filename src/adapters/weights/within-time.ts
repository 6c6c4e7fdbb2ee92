/** What work answers, or `late` when it takes longer. The work goes on and is forgotten: a call of the file system cannot be taken back. */
export async function withinTime<Answer>(
  work: Promise<Answer>,
  limitMs: number,
  late: Answer,
): Promise<Answer> {
  const ended = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => ended.resolve(late), limitMs);
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    clearTimeout(timer);
  }
}
