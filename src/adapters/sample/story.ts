import type { Json } from '../../core/history/canonical-json.ts';

/** Numbers of an evaluation, as summary.json has them. Judge scores 0..5, seconds, US dollars. */
export type StoryMetrics = Readonly<Record<string, number>>;

/** Something that happened in the sample's past. */
export type StoryEvent = {
  /** Minutes before the sample is made. */
  readonly minutesAgo: number;
  readonly actor: string;
  readonly model: string;
  readonly version: string;
} & (
  | {
      readonly act: 'register';
      readonly metrics: StoryMetrics;
      readonly configuration: Json;
      readonly parent: string | undefined;
      readonly notes: string;
    }
  /** Judged by S0's policy, on an evaluation with these numbers; every slice as good as the whole. */
  | { readonly act: 'gate'; readonly metrics: StoryMetrics }
  | { readonly act: 'promote' | 'rollback' | 'hold'; readonly reason: string }
);
