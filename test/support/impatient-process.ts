// Loaded before a program (`node --import`): what waits five seconds or longer for somebody waits a fortieth of that, so that a service
// which never answers is given up soon. Everything else takes its time.
const leastMs = 5000;
const shorten = (waitMs: number): number => (waitMs >= leastMs ? waitMs / 40 : waitMs);

const { setTimeout: wait } = globalThis;
globalThis.setTimeout = Object.assign(
  (work: (...given: unknown[]) => void, waitMs = 0, ...given: unknown[]) =>
    wait(work, shorten(waitMs), ...given),
  wait,
) as typeof setTimeout;

const abortAfter = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = waitMs => abortAfter(shorten(waitMs));
