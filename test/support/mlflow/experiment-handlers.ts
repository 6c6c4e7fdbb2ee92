import type { FakeStore } from './fake-store.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { takePage } from './pages.ts';
import { list, type Renderer } from './render.ts';
import { type Fields, findText, type Handlers, requireText } from './request-fields.ts';
import { meets, parseFilter } from './search-filter.ts';

/** Calls about experiments, below `mlflow/experiments/`. */
export function createExperimentHandlers(store: FakeStore, render: Renderer, now: () => number): Handlers {
  const search = (fields: Fields) => {
    const conditions = parseFilter(findText(fields, 'filter') ?? '');
    const found = store.experiments
      .filter(({ name }) => conditions.every(condition => meets(condition, name)))
      .toReversed();
    if (Number(fields['max_results'] ?? 0) < 1)
      throw new MlflowRefusal(
        'INVALID_PARAMETER_VALUE',
        "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer",
      );
    const asked = { maxResults: fields['max_results'], pageToken: fields['page_token'] };
    const page = takePage(found, asked, { usual: 0, most: 50_000 });
    return {
      ...list(
        'experiments',
        page.rows.map(experiment => render.experiment(experiment)),
      ),
      ...(page.next === undefined ? {} : { next_page_token: page.next }),
    };
  };
  return {
    'POST create': fields => {
      const name = requireText(fields, 'name');
      if (store.experiments.some(experiment => experiment.name === name))
        throw new MlflowRefusal('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
      const id = String(store.experiments.length);
      store.experiments.push({ id, name, createdAt: now() });
      return { experiment_id: id };
    },
    'GET get-by-name': fields => {
      const name = requireText(fields, 'experiment_name');
      const found = store.experiments.find(experiment => experiment.name === name);
      if (found === undefined)
        throw new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'`);
      return { experiment: render.experiment(found) };
    },
    'GET search': search,
    'POST search': search,
  };
}
