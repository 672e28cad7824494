// JSON text that a reviewer can read and a diff can follow: what fits on a line stands on one line.

const kWidth = 120;

/**
 * Pretty-prints a JSON value with one space of indentation; ends with a line feed.
 * Members named in `whole` are never broken into lines.
 */
export const layout = (value, whole = new Set()) => `${lines(value, '', 0, whole)}\n`;

function lines(value, indent, before, whole) {
  const short = JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return short;
  if (indent.length + before + short.length <= kWidth) return short;
  const inner = `${indent} `;
  const parts = Array.isArray(value)
    ? value.map((v) => inner + lines(v, inner, 1, whole))
    : Object.entries(value).map(([k, v]) => {
      const key = `${JSON.stringify(k)}: `;
      return inner + key + (whole.has(k) ? JSON.stringify(v) : lines(v, inner, key.length + 1, whole));
    });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}
