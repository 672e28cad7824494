// Markdown as elements. Nothing becomes HTML: what the parser takes for HTML is shown as text, images by their words, and
// links lead to https only. So there is nothing to sanitise, and the page's policy forbids innerHTML as a whole.
import { lexer, type Token, type Tokens } from 'marked';
import type { ComponentChildren, VNode } from 'preact';

const isSafe = (href: string): boolean => href.startsWith('https://');

/** marked escapes what it puts into HTML; elements want it as it was. */
const plain = (text: string): string => text
  .replace(/&(lt|gt|quot|#39);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '').replace(/&amp;/g, '&');

/** Dates stay on one line. */
const withDates = (text: string): ComponentChildren => (
  text.split(/(\d{4}-\d{2}-\d{2})/).map((part, i) => (i % 2 ? <span class="date">{part}</span> : part)));

function inside(token: { tokens?: Token[] | undefined; text?: string | undefined }): ComponentChildren {
  return token.tokens ? token.tokens.map(draw) : withDates(plain(token.text ?? ''));
}

function table(token: Tokens.Table): VNode {
  return (
    <table>
      <thead><tr>{token.header.map((cell) => <th scope="col">{inside(cell)}</th>)}</tr></thead>
      <tbody>{token.rows.map((row) => <tr>{row.map((cell) => <td>{inside(cell)}</td>)}</tr>)}</tbody>
    </table>
  );
}

type Draw = (token: never) => ComponentChildren;

/** One row a kind of token; what is not here is shown as the text that it was written in. */
const kDraw: Record<string, Draw> = {
  space: () => null,
  br: () => <br />,
  hr: () => <hr />,
  paragraph: (token: Tokens.Paragraph) => <p>{inside(token)}</p>,
  heading: (token: Tokens.Heading) => <p><strong>{inside(token)}</strong></p>,
  strong: (token: Tokens.Strong) => <strong>{inside(token)}</strong>,
  em: (token: Tokens.Em) => <em>{inside(token)}</em>,
  del: (token: Tokens.Del) => <del>{inside(token)}</del>,
  codespan: (token: Tokens.Codespan) => <code>{plain(token.text)}</code>,
  code: (token: Tokens.Code) => <pre><code>{token.text}</code></pre>,
  blockquote: (token: Tokens.Blockquote) => <blockquote>{inside(token)}</blockquote>,
  list: (token: Tokens.List) => (token.ordered ? <ol>{token.items.map(draw)}</ol> : <ul>{token.items.map(draw)}</ul>),
  list_item: (token: Tokens.ListItem) => <li>{inside(token)}</li>,
  text: (token: Tokens.Text) => inside(token),
  escape: (token: Tokens.Escape) => plain(token.text),
  link: (token: Tokens.Link) => (isSafe(token.href)
    ? <a href={token.href} target="_blank" rel="noopener noreferrer">{inside(token)}</a> : inside(token)),
  image: (token: Tokens.Image) => plain(token.text),
  table: (token: Tokens.Table) => table(token),
};

function draw(token: Token): ComponentChildren {
  const own = Object.hasOwn(kDraw, token.type) ? kDraw[token.type] : undefined;
  return own ? own(token as never) : token.raw;
}

export function Markdown({ text }: { text: string }): VNode {
  return <div class="markdown">{lexer(text, { gfm: true }).map(draw)}</div>;
}
