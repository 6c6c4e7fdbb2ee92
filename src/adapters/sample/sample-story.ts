import type { StoryEvent, StoryMetrics } from './story.ts';

const hours = 60;
const days = 24 * hours;

const bot = 'deploy-bot';
const mara = 'mara@example.com';
const joel = 'joel@example.com';

/**
 * What a newcomer finds: `frontshift-rag` v11 went live 38 minutes ago and answers badly; somebody has put a hold on it and
 * nobody has taken it back, though it had failed the gate, which no policy binds. v9 was good for weeks and passes it, v10 after
 * it is taken back already. The pointer of `price-check` was moved
 * by hand, `support-triage` is well. Oldest first.
 */
export const sampleStory: readonly StoryEvent[] = [...tellRag(), ...tellTriage(), ...tellPriceCheck()].sort(
  (one, other) => other.minutesAgo - one.minutesAgo,
);

function tellRag(): readonly StoryEvent[] {
  const model = 'frontshift-rag';
  const add = registerVersions(model, 'retriever');
  return [
    add('v1', 64 * days, measure(3.41, 3.62, 3.3, 0.41, 3.9), 4, 'First version on the handbook of 2025.'),
    add('v2', 58 * days, measure(3.6, 3.71, 3.52, 0.37, 3.7), 5, 'Chunks of 400 tokens with overlap.'),
    promote(model, 'v2', 57 * days, mara, 'First version good enough for the pilot'),
    add('v3', 52 * days, measure(3.55, 3.8, 3.49, 0.39, 4.6), 8, 'Larger context; slower and no better.'),
    add('v4', 47 * days, measure(3.84, 3.92, 3.7, 0.31, 3.6), 6, 'Reranker switched on.'),
    promote(model, 'v4', 46 * days, mara, 'Reranker: better on every slice'),
    add('v5', 41 * days, measure(3.8, 3.95, 3.74, 0.33, 3.5), 6, 'Prompt asks for the page of the source.'),
    add(
      'v6',
      35 * days,
      measure(4.02, 4.05, 3.91, 0.26, 3.4),
      6,
      'Trained again on the handbook of October.',
    ),
    promote(model, 'v6', 34 * days, joel, 'October handbook'),
    add('v7', 29 * days, measure(4.06, 4.01, 3.95, 0.25, 3.4), 6, 'Cleaner tables.'),
    add('v8', 25 * days, measure(4.11, 4.12, 4.02, 0.22, 3.3), 7, 'Questions about holidays added.'),
    add('v9', 20 * days, measure(4.33, 4.24, 4.18, 0.17, 3.1), 7, 'Judge and people agree: the best so far.'),
    promote(model, 'v9', 19 * days, mara, 'Best on main and on every slice, checked by hand'),
    add('v10', 4 * days, measure(4.05, 4.16, 3.72, 0.29, 2.6), 5, 'Smaller retriever, to answer faster.'),
    promote(model, 'v10', 4 * days - 3 * hours, bot, 'Nightly promotion'),
    rollback(model, 'v9', 3 * days, joel, 'INC-407 answers without a source'),
    gate(model, 'v9', 3 * days - hours, joel, measure(4.33, 4.24, 4.18, 0.17, 3.1)),
    add(
      'v11',
      5 * hours,
      measure(2.74, 3.08, 2.51, 0.88, 6.4),
      3,
      'Trained again overnight, quantised to 4 bits.',
    ),
    gate(model, 'v11', 3 * hours, bot, measure(2.74, 3.08, 2.51, 0.88, 6.4)),
    promote(model, 'v11', 38, bot, 'Nightly promotion'),
    hold(model, 'v11', 12, mara, 'INC-412 wrong answers since the nightly promotion'),
  ];
}

function tellTriage(): readonly StoryEvent[] {
  const model = 'support-triage';
  const add = registerVersions(model, 'classifier');
  return [
    add('v1', 55 * days, measure(3.7, 3.9, 3.8, 0.2, 1.2), 4, 'Queues of the help desk.'),
    add('v2', 40 * days, measure(3.9, 4.1, 4.0, 0.16, 1.1), 4, 'Two new queues.'),
    promote(model, 'v2', 39 * days, joel, 'Two new queues'),
    add('v3', 26 * days, measure(4.1, 4.2, 4.1, 0.14, 1.1), 4, 'More examples for returns.'),
    add('v4', 13 * days, measure(4.2, 4.3, 4.2, 0.12, 1.0), 4, 'Escalations recognised.'),
    promote(model, 'v4', 11 * days, joel, 'Escalations reach a person'),
  ];
}

function tellPriceCheck(): readonly StoryEvent[] {
  const model = 'price-check';
  const add = registerVersions(model, 'matcher');
  return [
    add('v2', 50 * days, measure(3.9, 3.8, 4.0, 0.15, 0.8), 3, 'Prices in euro.'),
    promote(model, 'v2', 49 * days, mara, 'Prices in euro'),
    add('v3', 18 * days, measure(4.0, 4.0, 4.2, 0.12, 0.7), 3, 'Discounts understood.'),
    promote(model, 'v3', 16 * days, mara, 'Discounts understood'),
    add('v4', 2 * days, measure(4.1, 4.0, 4.3, 0.11, 0.7), 3, 'Table of currencies of last year by mistake.'),
    hold(model, 'v4', 2 * days - 2 * hours, joel, 'OPS-88 wrong table of currencies'),
  ];
}

function measure(
  groundedness: number,
  relevance: number,
  correctness: number,
  hallucination: number,
  seconds: number,
): StoryMetrics {
  return {
    groundedness,
    answer_relevance: relevance,
    factual_correctness: correctness,
    hallucination_score: hallucination,
    latency_total: seconds,
    examples: 240,
  };
}

/** Tells registrations of a model one after the other: each is made from the one before. */
function registerVersions(model: string, part: string) {
  let parent: string | undefined;
  return (
    version: string,
    minutesAgo: number,
    metrics: StoryMetrics,
    topK: number,
    notes: string,
  ): StoryEvent => {
    const configuration = { [part]: { name: 'hybrid', top_k: topK }, generation: { backend: 'llama_cpp' } };
    const event: StoryEvent = {
      act: 'register',
      model,
      version,
      minutesAgo,
      actor: bot,
      metrics,
      configuration,
      parent,
      notes,
    };
    parent = version;
    return event;
  };
}

function gate(
  model: string,
  version: string,
  minutesAgo: number,
  actor: string,
  metrics: StoryMetrics,
): StoryEvent {
  return { act: 'gate', model, version, minutesAgo, actor, metrics };
}

function promote(
  model: string,
  version: string,
  minutesAgo: number,
  actor: string,
  reason: string,
): StoryEvent {
  return { act: 'promote', model, version, minutesAgo, actor, reason };
}

function rollback(
  model: string,
  version: string,
  minutesAgo: number,
  actor: string,
  reason: string,
): StoryEvent {
  return { act: 'rollback', model, version, minutesAgo, actor, reason };
}

function hold(model: string, version: string, minutesAgo: number, actor: string, reason: string): StoryEvent {
  return { act: 'hold', model, version, minutesAgo, actor, reason };
}
