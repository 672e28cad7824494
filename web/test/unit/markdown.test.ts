import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComponentChildren, VNode } from 'preact';
import { Markdown } from '../../src/shared/markdown.tsx';

interface Seen { text: string; tags: string[]; links: string[] }

/** The texts, elements and addresses of a tree of elements. */
function seen(node: ComponentChildren, found: Seen = { text: '', tags: [], links: [] }): Seen {
  if (Array.isArray(node)) node.forEach((one) => seen(one as ComponentChildren, found));
  else if (typeof node === 'string' || typeof node === 'number') found.text += node;
  else if (node && typeof node === 'object') {
    const { type, props } = node as VNode<{ children?: ComponentChildren; href?: string }>;
    if (typeof type === 'string') found.tags.push(type);
    assert.ok(!('dangerouslySetInnerHTML' in props));
    if (props.href) found.links.push(props.href);
    seen(props.children, found);
  }
  return found;
}
const drawn = (text: string): Seen => seen(Markdown({ text }));

test('a card\'s detail', () => {
  const { text, tags } = drawn('- Potassium **3.3** mmol/L\n- second\n\n**Consider**\n\n| a | b |\n|---|---|\n| 1 | 2 |');
  assert.equal(text, 'Potassium 3.3 mmol/LsecondConsiderab12');
  assert.deepEqual(tags.filter((tag) => ['ul', 'li', 'strong', 'table'].includes(tag)), ['ul', 'li', 'strong', 'li', 'strong', 'table']);
});

test('HTML is text', () => {
  for (const html of ['<script>alert(1)</script>', 'a <img src=x onerror=alert(1)> b', '<a href="javascript:x">y</a>', '<!-- x -->']) {
    const { text, tags } = drawn(html);
    assert.equal(text.trim(), html);
    assert.ok(tags.every((tag) => ['div', 'p'].includes(tag)), tags.join());
  }
});

test('links lead to https only, images are their words', () => {
  assert.deepEqual(drawn('[a](https://example.org/x)').links, ['https://example.org/x']);
  for (const href of ['javascript:alert(1)', 'http://example.org', 'data:text/html,x', '//example.org', '/x', 'JaVaScRiPt:x']) {
    const { links, text } = drawn(`[words](${href})`);
    assert.deepEqual(links, [], href);
    assert.match(text, /words/);
  }
  const image = drawn('![a scan](https://example.org/x.png)');
  assert.ok(!image.tags.includes('img'));
  assert.equal(image.text, 'a scan');
});

test('signs stay signs', () => {
  assert.equal(drawn('K < 3.5 & Mg > 2 "quoted" `a<b`').text, 'K < 3.5 & Mg > 2 "quoted" a<b');
});
