import { serveFile } from './artifact-handlers.ts';
import type { FakeStore } from './fake-store.ts';
import type { ArrivedRequest, GivenAnswer } from './faulty-server.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import type { Fields } from './request-fields.ts';

/** Who is let in. */
export type FakeLogin = { readonly username: string; readonly password: string } | { readonly token: string };

/** What a request is answered from. */
export type AnswerSource = {
  readonly store: FakeStore;
  readonly login: FakeLogin | undefined;
  /** @throws MlflowRefusal */
  readonly call: (method: string, path: string, fields: Fields) => Record<string, unknown>;
};

/** Databricks refuses these in JSON where a registry does not have them. */
const refusedPaths = ['mlflow/model-versions/transition-stage', 'mlflow/registered-models/alias'];

/** What MLflow says to a request. */
export function answerRequest({ store, login, call }: AnswerSource, request: ArrivedRequest): GivenAnswer {
  if (login !== undefined && request.headers['authorization'] !== headerOf(login)) {
    const answer = writePage(401, 'You are not authenticated. Please see https://mlflow.org/docs');
    return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="mlflow"' } };
  }
  const [target = '', query = ''] = request.target.split('?', 2);
  const path = target.replace(/^\/(?:ajax-)?api\/2\.0\//, '');
  if (path === '/version') return writePage(200, '3.17.2');
  if (path === '/health') return writePage(200, 'OK');
  try {
    const files = /^mlflow-artifacts\/artifacts\/?(.*)$/s.exec(path)?.[1];
    if (files !== undefined) {
      const file = { path: decodeURIComponent(files), folder: new URLSearchParams(query).get('path') ?? '' };
      return serveFile(store, request.method, file, request.body);
    }
    return writeJson(200, call(request.method, path, readFields(request, query)));
  } catch (thrown) {
    if (!(thrown instanceof MlflowRefusal)) throw thrown;
    const isUnknown = thrown.status === 404 && thrown.document['error_code'] === 'ENDPOINT_NOT_FOUND';
    if (isUnknown && !refusedPaths.includes(path))
      return writePage(404, '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>');
    return writeJson(thrown.status, thrown.document);
  }
}

/** Of a GET the query, of others the JSON. What stands in a query more than once is a list. */
function readFields(request: ArrivedRequest, query: string): Fields {
  if (request.method !== 'GET' || query === '')
    return request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as Fields);
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(given.keys())].map(name => {
      const values = given.getAll(name);
      return [name, values.length > 1 || name === 'stages' ? values : values[0]];
    }),
  );
}

function writeJson(status: number, document: unknown): GivenAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) };
}

function writePage(status: number, body: string): GivenAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function headerOf(login: FakeLogin): string {
  return 'token' in login
    ? `Bearer ${login.token}`
    : `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
}
