/** Being stopped and continued by a shell. */
export type JobControl = {
  /** From now on a stop is answered. */
  readonly start: () => void;
  readonly end: () => void;
  /**
   * Stops the whole process group: stopping only ourselves leaves npm or a script waiting in the foreground.
   */
  readonly suspend: () => void;
};

/**
 * Where nobody can continue us the system ignores the stop; after this many milliseconds of running we carry
 * on.
 */
const ignoredStopMs = 50;

/**
 * `beforeStop` is called when we are about to be stopped (by {@link JobControl.suspend} or a SIGTSTP),
 * `afterStop` when we run again, also after a stop that cannot be noticed (SIGSTOP).
 */
export function createJobControl(
  process: NodeJS.Process,
  beforeStop: () => void,
  afterStop: () => void,
): JobControl {
  let timer: NodeJS.Timeout | undefined;

  const suspend = () => {
    if (timer !== undefined) return;
    beforeStop();
    process.off('SIGTSTP', suspend);
    // Held by the event loop: with the keyboard paused nothing else would keep the process until it is
    // continued.
    timer = setTimeout(carryOn, ignoredStopMs);
    process.kill(0, 'SIGTSTP');
  };
  const carryOn = () => {
    clearTimeout(timer);
    if (timer !== undefined) process.on('SIGTSTP', suspend);
    timer = undefined;
    afterStop();
  };

  return {
    start: () => {
      process.on('SIGTSTP', suspend).on('SIGCONT', carryOn);
    },
    end: () => {
      clearTimeout(timer);
      timer = undefined;
      process.off('SIGTSTP', suspend).off('SIGCONT', carryOn);
    },
    suspend,
  };
}
