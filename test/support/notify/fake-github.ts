import { type FakeService, startFakeService } from './fake-service.ts';

/** An issue as it stands there. */
export type FakeIssue = {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly html_url: string;
  readonly created_at: string;
};

/** GitHub's API as far as issues go, with one repository `acme/platform`. */
export type FakeGithub = FakeService & {
  readonly issues: readonly FakeIssue[];
  readonly labels: readonly string[];
};

/** @param mayLabel whether the login may make and set labels; GitHub drops them silently otherwise */
export async function startFakeGithub({ token = 'ghp_secret', mayLabel = true } = {}): Promise<FakeGithub> {
  const issues: FakeIssue[] = [];
  const labels: string[] = [];
  const answers: Readonly<
    Record<string, (body: Readonly<Record<string, never>>) => { status: number; value: unknown }>
  > = {
    'GET /repos/acme/platform': () => ({
      status: 200,
      value: { has_issues: true, archived: false, permissions: { push: mayLabel } },
    }),
    'GET /user': () => ({ status: 200, value: { login: 'robot' } }),
    'GET /repos/acme/platform/issues': () => ({ status: 200, value: issues.toReversed() }),
    'POST /repos/acme/platform/labels': ({ name }) => {
      if (!mayLabel) return { status: 403, value: { message: 'Resource not accessible' } };
      if (labels.includes(name ?? '')) return { status: 422, value: { message: 'already_exists' } };
      labels.push(name ?? '');
      return { status: 201, value: { name } };
    },
    'POST /repos/acme/platform/issues': ({ title, body, labels: wanted }) => {
      const number = issues.length + 1;
      const kept = mayLabel
        ? ((wanted ?? []) as readonly string[]).filter(label => labels.includes(label))
        : [];
      const issue = {
        ...{ number, title: title ?? '', body: body ?? '', labels: kept },
        html_url: `https://github.example/acme/platform/issues/${number}`,
        created_at: '2026-11-21T03:04:06Z',
      };
      issues.push(issue);
      return { status: 201, value: { ...issue, labels: kept.map(name => ({ name })) } };
    },
  };
  const service = await startFakeService(({ method, path, headers, body }) => {
    if (headers.authorization !== `Bearer ${token}`)
      return { status: 401, value: { message: 'Bad credentials' } };
    const [place = ''] = path.split('?');
    const onIssue = /^\/repos\/acme\/platform\/issues\/(\d+)\/labels$/.exec(place)?.[1];
    if (method === 'POST' && onIssue !== undefined) {
      const found = issues[Number(onIssue) - 1];
      const added = (JSON.parse(body) as { labels: readonly string[] }).labels;
      if (found !== undefined)
        issues[Number(onIssue) - 1] = { ...found, labels: [...found.labels, ...added] };
      return { status: 200, value: [] };
    }
    const answer = answers[`${method} ${place}`];
    return answer?.(body === '' ? {} : JSON.parse(body)) ?? { status: 404, value: { message: 'Not Found' } };
  });
  return { ...service, issues, labels };
}
