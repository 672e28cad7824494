// What went over the wire, to read and to copy.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Called, Service } from '../shared/api.ts';

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function CopyButton({ label, text }: { label: string; text: () => string }): VNode {
  const [said, setSaid] = useState('');
  const click = async () => {
    setSaid(await copy(text()) ? 'Copied' : 'Select and copy by hand');
    setTimeout(() => setSaid(''), 2500);
  };
  return <span class="copy"><button type="button" onClick={() => void click()}>{label}</button> <span role="status">{said}</span></span>;
}

export const curlOf = (origin: string, service: string, request: unknown): string => [
  `curl -s -H 'Content-Type: application/json' ${origin}/cds-services/${service} -d @- <<'JSON'`, JSON.stringify(request, null, 2), 'JSON', '',
].join('\n');

function Json({ title, value, children }: { title: string; value: unknown; children?: VNode }): VNode {
  const text = JSON.stringify(value, null, 2);
  return (
    <section class="message">
      <header><h2>{title}</h2>{children}<CopyButton label="Copy" text={() => text} /></header>
      <pre tabIndex={0} aria-label={title}><code>{text}</code></pre>
    </section>
  );
}

export function Messages({ called, service, path }: { called: Called; service: Service; path: string }): VNode {
  return (
    <div class="messages">
      <Json title={`POST ${path}`} value={called.request}>
        <CopyButton label="Copy as curl" text={() => curlOf(location.origin, service.id, called.request)} />
      </Json>
      <Json title={`Answer, ${called.status}`} value={called.response} />
      <Json title="Discovery entry" value={service} />
    </div>
  );
}
