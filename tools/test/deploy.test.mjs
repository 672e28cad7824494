// What watches the service asks only for metrics that it has, and every alarm of the manual is one of Prometheus.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const metrics = (text) => new Set(text.match(/\b(?:cramp|process)_[a-z_]+[a-z]\b/g));
const documented = metrics(read('docs/operations.md'));

/** A histogram is documented by its name, and asked by its parts. */
const known = (metric) => documented.has(metric) || documented.has(metric.replace(/_(bucket|sum|count)$/, ''));

for (const path of ['deploy/prometheus/alerts.yml', 'deploy/grafana/dashboards/cramp-cds.json']) {
  test(`${path} names documented metrics`, () => {
    const used = [...metrics(read(path))];
    assert.ok(used.length > 5);
    assert.deepEqual(used.filter((metric) => !known(metric)), []);
  });
}

test('the table of alarms and the alerts ask for the same metrics', () => {
  const table = metrics(read('docs/operations.md').split('| condition | why |')[1].split('\n\n')[0]);
  const alerts = metrics(read('deploy/prometheus/alerts.yml'));
  assert.ok(table.size > 10);
  assert.deepEqual([...alerts].sort(), [...table].sort());
});
