// CQL with colours and, where an evaluation is known, with the value of its parts. References lead to what they name.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { getCql, type Reason } from './api.ts';
import { cqlTokens, definitionIn, includedAs, placesOf, rangeIn } from './cql.ts';

interface Span { from: number; to: number; reason: Reason }

/** Parts of the text whose value says something, outer before inner; parts that overlap otherwise are left out. */
export function spansOf(text: string, locator: string, reasons: Reason[]): Span[] {
  const origin = placesOf(locator)?.[0];
  if (!origin) return [];
  const spans: Span[] = [];
  const visit = (reason: Reason) => {
    const range = reason.locator ? rangeIn(text, origin, reason.locator) : null;
    const says = reason.value === true || reason.value === false || reason.value === null;
    if (range && says) {
      const [from, to] = range;
      const crosses = spans.some((one) => (one.from < to && from < one.to) && !(one.from <= from && to <= one.to && (one.from < from || to < one.to)));
      if (!crosses) spans.push({ from, to, reason });
    }
    reason.because?.forEach(visit);
  };
  reasons.forEach(visit);
  return spans.sort((a, b) => a.from - b.from || b.to - a.to);
}

const Colours = ({ text }: { text: string }): VNode => (
  <>{cqlTokens(text).map(({ kind, text: piece }) => (kind === 'plain' ? piece : <span class={`cql-${kind}`}>{piece}</span>))}</>);

function nested(text: string, from: number, to: number, spans: Span[]): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let at = from;
  for (let i = 0; i < spans.length; i += 1) {
    const span = spans[i];
    if (!span || span.from < at) continue;
    const inner = spans.slice(i + 1).filter((one) => one.from >= span.from && one.to <= span.to);
    parts.push(<Colours text={text.slice(at, span.from)} />);
    const value = String(span.reason.value);
    parts.push(<span class={`cql-part cql-part--${value}`}>{nested(text, span.from, span.to, inner)}<sup>{value}</sup></span>);
    at = span.to;
  }
  parts.push(<Colours text={text.slice(at, to)} />);
  return parts;
}

interface Named { alias: string | null; name: string }

/** Definitions that the text names: "Name", or Alias."Name". */
function namesIn(text: string): Named[] {
  const found = new Map<string, Named>();
  for (const [whole, alias, name] of text.matchAll(/(?:([A-Z][A-Za-z]*)\.)?"([^"]+)"/g)) {
    if (name && !text.includes(`define "${name}"`)) found.set(whole, { alias: alias ?? null, name });
  }
  return [...found.values()];
}

function Referenced({ library, text }: { library: string; text: string }): VNode | null {
  const [open, setOpen] = useState<{ title: string; library: string; text: string } | null>(null);
  const show = async ({ alias, name }: Named) => {
    const source = await getCql(library);
    const target = alias ? includedAs(source, alias) ?? library : library;
    const definition = definitionIn(await getCql(target), name);
    setOpen({ title: name, library: target, text: definition?.text ?? `// ${name} is a value set, code or parameter of ${target}` });
  };
  const names = namesIn(text);
  if (names.length === 0) return null;
  return (
    <>
      <p class="refs">Names: {names.map((named) => (
        <button type="button" class="link" onClick={() => void show(named)}>{named.alias ? `${named.alias}.` : ''}{named.name}</button>))}
      </p>
      {open ? <figure class="cql-more"><figcaption>{open.library}: {open.title}</figcaption><CqlView library={open.library} text={open.text} /></figure> : null}
    </>
  );
}

interface CqlProps { library: string; text: string; locator?: string; reasons?: Reason[] }

export function CqlView({ library, text, locator = '', reasons = [] }: CqlProps): VNode {
  const spans = spansOf(text, locator, reasons);
  return (
    <div class="cql">
      <pre tabIndex={0} aria-label={`CQL of ${library}`}><code>{nested(text, 0, text.length, spans)}</code></pre>
      <Referenced library={library} text={text} />
    </div>
  );
}
