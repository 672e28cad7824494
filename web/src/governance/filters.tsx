// Which calls and weeks the page is about.
import type { ComponentChildren, VNode } from 'preact';
import type { Report } from './report.ts';
import { kSpans, kView, periodOf, type View } from './model.ts';

export type Change = (change: Partial<View>) => void;

const Field = ({ label, children }: { label: string; children: ComponentChildren }): VNode => (
  <label class="gov-field"><span>{label}</span>{children}</label>
);

interface SelectProps { label: string; value: string; options: [string, string][]; onChange: (value: string) => void }

export const Select = ({ label, value, options, onChange }: SelectProps): VNode => (
  <Field label={label}>
    <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {options.map(([id, text]) => <option value={id} selected={id === value}>{text}</option>)}
    </select>
  </Field>
);

const distinct = (texts: string[]): [string, string][] => [...new Set(texts)].sort().map((text) => [text, text]);
const kSpanNames: Record<number, string> = { 26: 'Half a year', 53: 'A year', 106: 'Two years' };

export function Filters({ report, view, onChange }: { report: Report; view: View; onChange: Change }): VNode {
  const [from, to] = periodOf(report, view);
  const weeks = report.weeks.map(({ name, from: day }): [string, string] => [name, `${name} (${day})`]);
  const isChanged = view.choice.hook || view.choice.client || view.from || view.to;
  return (
    <form class="gov-filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <Select label="History" value={String(view.span)} options={kSpans.map((span) => [String(span), kSpanNames[span] ?? ''])}
        onChange={(span) => onChange({ span: Number(span), from: '', to: '' })} />
      <Select label="From week" value={weeks[from]?.[0] ?? ''} options={weeks} onChange={(name) => onChange({ from: name })} />
      <Select label="To week" value={weeks[to]?.[0] ?? ''} options={weeks.slice(from)} onChange={(name) => onChange({ to: name })} />
      <Select label="Hook" value={view.choice.hook} options={[['', 'All hooks'], ...distinct(report.groups.map(({ hook }) => hook))]}
        onChange={(hook) => onChange({ choice: { ...view.choice, hook } })} />
      <Select label="Client" value={view.choice.client} options={[['', 'All clients'], ...distinct(report.groups.map(({ client }) => client))]}
        onChange={(client) => onChange({ choice: { ...view.choice, client } })} />
      {isChanged ? (
        <button type="button" onClick={() => onChange({ choice: kView.choice, from: '', to: '' })}>Clear filters</button>
      ) : null}
    </form>
  );
}
