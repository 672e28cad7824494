// The patients to choose from, and a place to drop a chart of one's own.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ageOf, type Bundle, nameOf, ofType, resourcesOf } from '../shared/fhir.ts';
import { faultOf, type Shipped, type Visit } from './visit.ts';

interface ListProps {
  shipped: Shipped; visit: Visit | null; onOpen: (id: string) => void; onOwn: (bundle: Bundle, name: string) => void;
}

const kLargest = 15 * 1024 * 1024;

export function PatientList({ shipped, visit, onOpen, onOwn }: ListProps): VNode {
  const [fault, setFault] = useState('');
  const [over, setOver] = useState(false);
  useEffect(() => {
    document.querySelector('.patients [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [visit?.key]);
  const read = async (file: File | undefined) => {
    setFault('');
    if (!file) return;
    if (file.size > kLargest) return setFault('More than 15 MB: the service takes 16 MB at most.');
    try {
      const value: unknown = JSON.parse(await file.text());
      const found = faultOf(value);
      if (found) setFault(found);
      else onOwn(value as Bundle, file.name);
    } catch {
      setFault('This file is not JSON.');
    }
  };
  // Anywhere on the page: a file that misses would take the place of the page.
  useEffect(() => {
    const drag = (event: DragEvent) => { event.preventDefault(); setOver(true); };
    const leave = (event: DragEvent) => { if (!event.relatedTarget) setOver(false); };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      void read(event.dataTransfer?.files[0]);
    };
    const heard = { dragover: drag, dragleave: leave, drop };
    for (const [name, hear] of Object.entries(heard)) addEventListener(name, hear as EventListener);
    return () => { for (const [name, hear] of Object.entries(heard)) removeEventListener(name, hear as EventListener); };
  }, [onOwn]);
  return (
    <nav class={`patients${over ? ' is-over' : ''}`} aria-label="Patients">
      <h2>Patients</h2>
      <ul>
        {shipped.patients.map(({ id, title, bundle }) => {
          const patient = ofType(resourcesOf(bundle), 'Patient')[0];
          const age = ageOf(patient?.['birthDate'] as string | undefined, shipped.asOf);
          return (
            <li>
              <button type="button" aria-current={visit?.key === id ? 'true' : undefined} onClick={() => onOpen(id)}>
                <span class="name">{nameOf(patient)}</span> <span class="age">{age} {String(patient?.['gender'] ?? '').slice(0, 1)}</span>
                <span class="title">{title}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <label class="own"><span class="button">Open your own Bundle…</span>
        <input class="sr" type="file" accept=".json,application/json,application/fhir+json"
          onChange={(event) => { void read(event.currentTarget.files?.[0]); event.currentTarget.value = ''; }} />
        <span class="row-note">FHIR R4, or drop it here. It stays in this page and in the calls it makes.</span>
      </label>
      {fault ? <p class="fault" role="alert">{fault}</p> : null}
    </nav>
  );
}
