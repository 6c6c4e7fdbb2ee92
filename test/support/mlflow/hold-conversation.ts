import { fileURLToPath } from 'node:url';
import { isRecord } from '../gcs/request.ts';
import { conversation, type Turn } from './conversation.ts';

/** Values that an answer gave and later requests name. */
type Known = { run: string; experiment: string; page: string };

/** Fields of answers that the client reads. What else a server says does not count. */
const readFields: ReadonlySet<string> = new Set([
  ...['registered_model', 'registered_models', 'model_version', 'model_versions', 'next_page_token'],
  ...['name', 'version', 'description', 'tags', 'key', 'value', 'aliases', 'alias', 'current_stage'],
  ...['creation_timestamp', 'last_updated_timestamp', 'source', 'run_id', 'run_link', 'model_id', 'status'],
  ...['status_message', 'artifact_uri', 'error_code', 'experiment', 'experiments', 'experiment_id'],
  ...['run', 'runs', 'info', 'data', 'run_name', 'start_time', 'end_time', 'metrics', 'params'],
  ...['files', 'path', 'is_dir', 'file_size', 'inputs'],
]);

/** Fields that are of this moment or of this place. */
const passing: Readonly<Record<string, string>> = {
  creation_timestamp: '(time)',
  last_updated_timestamp: '(time)',
  next_page_token: '(more)',
};

/** What the real server answered, as `npm run test:services -- --update` recorded it. */
export const recordedConversation = fileURLToPath(new URL('./recorded-conversation.txt', import.meta.url));

/**
 * Asks a server all of the conversation. A line for each request, with what of the answer is the same on every server that does the
 * same: no times, no ids, tags and aliases in one order. Rows stand as they came: the ones changed last first.
 */
export async function holdConversation(url: string): Promise<string> {
  const known: Known = { run: '$run', experiment: '$experiment', page: '$page' };
  const lines: string[] = [];
  for (const turn of conversation) {
    const { status, document } = await ask(url, turn, known);
    learn(document, known);
    lines.push(`${turn.title}: ${status} ${JSON.stringify(compare(document, known))}\n`);
  }
  return lines.join('');
}

async function ask(url: string, turn: Turn, known: Known): Promise<{ status: number; document: unknown }> {
  const fill = (text: string): string =>
    text.replace(/\$(run|experiment|page)\b/g, (_, name: keyof Known) => known[name]);
  const query = new URLSearchParams(turn.query);
  for (const [name, value] of query) query.set(name, fill(value));
  const isText = typeof turn.body === 'string';
  const response = await fetch(`${url}/api/2.0/${fill(turn.path)}?${query}`, {
    method: turn.method,
    headers: { 'content-type': isText ? 'application/octet-stream' : 'application/json' },
    body: turn.body === undefined ? null : fill(isText ? turn.body : JSON.stringify(turn.body)),
  });
  const text = await response.text();
  // Of an upload only the status is read: what comes with it differs from server to server.
  const isRead = response.headers.get('content-type')?.startsWith('application/json') === true && !isText;
  return { status: response.status, document: isRead ? JSON.parse(text) : '(not read)' };
}

function learn(document: unknown, known: Known): void {
  if (!isRecord(document)) return;
  const { run, experiment_id: experiment, next_page_token: page } = document;
  if (isRecord(run) && isRecord(run['info'])) known.run = String(run['info']['run_id']);
  if (typeof experiment === 'string') known.experiment = experiment;
  if (typeof page === 'string') known.page = page;
}

/** The fields that are read, in the order of their names. */
function compare(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map(each => compare(each, known));
  if (typeof value === 'string')
    return value.replaceAll(known.run, '$run').replace(/(?<=\/)\d{1,18}(?=\/\$run)/, '$experiment');
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => readFields.has(name))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, passing[name] ?? sortSets(name, compare(each, known))]),
  );
}

/** Tags and aliases come in any order. */
function sortSets(name: string, value: unknown): unknown {
  if (!Array.isArray(value) || (name !== 'tags' && name !== 'aliases')) return value;
  return value
    .map(each => JSON.stringify(each))
    .sort()
    .map(each => JSON.parse(each));
}
