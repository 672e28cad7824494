// Drafts of an order or of a new problem, out of the value sets that the rules look at.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Content, getValueSet, rulesOf } from '../shared/api.ts';
import { type CodeableConcept, type Coding, type Resource, textOf } from '../shared/fhir.ts';

const kRxNorm = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const kSnomed = 'http://snomed.info/sct';
const kShown = 60;
const kAny = 'any-of-these';

interface Kind { title: string; add: string; sections: string[]; system: string }
const kKinds: Record<'order' | 'problem', Kind> = {
  order: { title: 'Draft orders', add: 'Draft this order', sections: ['drafts'], system: kRxNorm },
  problem: { title: 'New problems', add: 'Add to the list', sections: ['complaint', 'red-flags', 'diseases'], system: kSnomed },
};

interface Group { id: string; codes: Coding[] }

const words = (id: string): string => (
  id.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase()).replace(/\b(cyp3a4|laba)\b/i, (name) => name.toUpperCase()));

/** The value sets of these sections that hold codes of the system, and all of them together. */
async function groupsOf(content: Content, { sections, system }: Kind): Promise<Group[]> {
  const ids = new Set(rulesOf(content).filter(({ section }) => sections.includes(section)).flatMap(({ valueSets }) => valueSets));
  const sets = await Promise.all([...ids].sort().map(getValueSet));
  const groups = sets.map(({ id, codes }) => ({ id, codes: codes.filter((one) => one.system === system && one.display) }))
    .filter(({ codes }) => codes.length > 0);
  const all = new Map(groups.flatMap(({ codes }) => codes.map((one) => [one.code, one])));
  return [...groups, { id: kAny, codes: [...all.values()] }];
}

const matches = (codes: Coding[], text: string): Coding[] => {
  const parts = text.toLowerCase().split(/\s+/).filter(Boolean);
  return codes.filter(({ display = '', code = '' }) => parts.every((part) => display.toLowerCase().includes(part) || code === part));
};

const nameOf = (draft: Resource): string => textOf((draft['medicationCodeableConcept'] as CodeableConcept | undefined) ?? draft.code);

interface ComposeProps {
  kind: 'order' | 'problem'; content: Content; drafts: Resource[]; first: string;
  onAdd: (coding: Coding) => void; onRemove: (id: string) => void;
}

export function Compose({ kind, content, drafts, first, onAdd, onRemove }: ComposeProps): VNode {
  const { title, add } = kKinds[kind];
  const [groups, setGroups] = useState<Group[]>([]);
  const [group, setGroup] = useState('');
  const [filter, setFilter] = useState('');
  const [code, setCode] = useState('');
  useEffect(() => {
    let gone = false;
    setGroups([]);
    void groupsOf(content, kKinds[kind]).then((found) => {
      if (gone) return;
      setGroups(found);
      setGroup((found.find(({ id }) => id === first) ?? found[0])?.id ?? '');
    });
    return () => { gone = true; };
  }, [kind, content, first]);

  const found = matches(groups.find(({ id }) => id === group)?.codes ?? [], filter);
  const chosen = found.find((one) => one.code === code) ?? found[0];
  const submit = (event: Event) => {
    event.preventDefault();
    if (chosen) onAdd(chosen);
  };
  return (
    <section class="compose" aria-label={title}>
      <h2>{title}</h2>
      {drafts.length === 0 ? <p class="none">None yet. The call is made as soon as there is one.</p> : (
        <ul class="drafts">
          {drafts.map((draft) => (
            <li>
              {nameOf(draft)} <span class="tag">draft</span>
              <button type="button" class="quiet" aria-label={`Remove ${nameOf(draft)}`} onClick={() => onRemove(draft.id ?? '')}>Remove</button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit}>
        <label>From
          <select value={group} onChange={(event) => { setGroup(event.currentTarget.value); setCode(''); }}>
            {groups.map(({ id, codes }) => <option value={id}>{words(id)} ({codes.length})</option>)}
          </select>
        </label>
        <label>Search
          <input type="search" value={filter} placeholder="name or code" onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
        <label class="wide">Code
          <select value={chosen?.code ?? ''} onChange={(event) => setCode(event.currentTarget.value)}>
            {found.slice(0, kShown).map((one) => <option value={one.code}>{one.display}</option>)}
          </select>
        </label>
        <button type="submit" disabled={!chosen}>{add}</button>
        {found.length > kShown ? <span class="none">{found.length - kShown} more: search</span> : null}
      </form>
    </section>
  );
}
