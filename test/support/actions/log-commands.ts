/** What the runner makes of the log of a step. */
export type LogFacts = {
  /** Outputs set by lines `::set-output name=…::…`, which the runner still honours. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly errors: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** The commands in a log. After `::stop-commands::TOKEN` there are none until `::TOKEN::`. Pure. */
export function readLogCommands(log: string): LogFacts {
  const outputs: Record<string, string> = {};
  const environment: Record<string, string> = {};
  const errors: string[] = [];
  let stopped: string | undefined;
  for (const line of log.split(/\r\n|\n|\r/)) {
    const [, command = '', properties = '', value = ''] =
      /^\s*::([^ :]+)(?: ([^:]*))?::(.*)$/.exec(line) ?? [];
    const [, name = ''] = /name=([^,]*)/.exec(properties) ?? [];
    if (stopped !== undefined) {
      if (command === stopped) stopped = undefined;
      continue;
    }
    if (command === 'stop-commands') stopped = value;
    if (command === 'set-output') outputs[name] = value;
    if (command === 'set-env') environment[name] = value;
    if (command === 'error') errors.push(value.replaceAll('%0A', '\n').replaceAll('%25', '%'));
  }
  return { outputs, errors, environment };
}
