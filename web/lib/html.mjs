// The HTML of a page: everything it needs is named in its head, so that nothing waits for a script to be read.

const kHead = [
  ['/', 'Workbench'], ['/rules', 'Rules'], ['/governance', 'Governance'],
];

const link = (current) => ([path, title]) => (
  `<a href="${path}"${path === current ? ' aria-current="page"' : ''}>${title}</a>`);

const skip = ([target, text]) => `<a class="skip" href="#${target}">${text}</a>`;

/** The bar on top and what the page is for are part of the HTML: they are there with the first paint. */
export function html({ path, name, title, about, skips = [], icon, style, scripts, data }) {
  const [entry, ...shared] = scripts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – cramp-cds</title>
<link rel="icon" href="${icon}" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
<script type="module" src="${entry}"></script>
${shared.map((script) => `<link rel="modulepreload" href="${script}">\n`).join('')}</head>
<body class="page-${name}">
${[['app', 'Skip to the content'], ...skips].map(skip).join('\n')}
<header>
<div class="bar">
<strong class="brand"><img src="${icon}" alt="" width="20" height="20"> cramp-cds</strong>
<nav aria-label="Pages">${kHead.map(link(path)).join('\n')}</nav>
<span class="bar-note">Clinical decision support for leg cramps</span>
</div>
${about ? `<p class="about">${about}</p>\n` : ''}</header>
<main id="app" tabindex="-1"${data ? ` data-patients="${data}"` : ''}></main>
<noscript><p class="noscript">This page wants JavaScript. The service itself is at <a href="/cds-services">/cds-services</a>.</p></noscript>
</body>
</html>
`;
}
