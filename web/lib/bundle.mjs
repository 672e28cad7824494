// The pages as files in memory: bundled, minified, compressed, named by their hash.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { html } from './html.mjs';
import { patients } from './patients.mjs';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');

const kPages = [
  {
    path: '/', name: 'workbench', entry: 'src/workbench/main.tsx', title: 'Workbench', needsPatients: true,
    skips: [['advice', 'Skip to the decision support']],
    about: `cramp-cds answers an EHR's CDS Hooks calls with advice on leg cramps. <strong>This page plays the EHR:</strong> open a
patient, read the cards, accept or override them, ask why.`,
  },
  { path: '/rules', name: 'rules', entry: 'src/rules/main.tsx', title: 'Rules' },
  { path: '/governance', name: 'governance', entry: 'src/governance/main.tsx', title: 'Governance' },
];

const kTypes = {
  css: 'text/css; charset=utf-8', html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8',
  json: 'application/json', svg: 'image/svg+xml',
};

const hashOf = (text) => createHash('sha256').update(text).digest('base64url');

/** A file of the site. Compressed only where that saves something. */
function file(path, text, immutable) {
  const content = Buffer.from(text);
  const gzip = gzipSync(content, { level: 9 });
  const extension = immutable ? path.split('.').pop() : 'html';
  return {
    path, text: content, immutable,
    gzip: gzip.length < content.length * 0.9 ? gzip : null,
    type: kTypes[extension], etag: `"${hashOf(content).slice(0, 16)}"`,
  };
}

const named = (name, extension, text) => file(`/assets/${name}-${hashOf(text).slice(0, 10)}.${extension}`, text, true);

/** Chunks that an output loads before it runs, itself first. */
function loadedBy(output, outputs, seen = new Set()) {
  if (!seen.has(output)) {
    seen.add(output);
    for (const one of outputs[output].imports) if (one.kind === 'import-statement') loadedBy(one.path, outputs, seen);
  }
  return [...seen];
}

/** All files of the site: [{path, type, etag, text, gzip, immutable}], sorted by path. */
export async function bundle() {
  const built = await esbuild.build({
    absWorkingDir: web,
    entryPoints: [...kPages.map(({ name, entry }) => ({ in: entry, out: name })), { in: 'src/style.css', out: 'style' }],
    outdir: 'assets', entryNames: '[name]-[hash]', chunkNames: 'shared-[hash]',
    bundle: true, splitting: true, format: 'esm', target: 'es2022', minify: true, write: false, metafile: true,
    jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none', charset: 'utf8', logLevel: 'warning',
  });
  const { outputs } = built.metafile;
  const outputOf = (entry) => Object.keys(outputs).find((name) => outputs[name].entryPoint === entry);
  const address = (output) => `/${output}`;
  const icon = named('icon', 'svg', readFileSync(join(web, 'src/icon.svg')));
  const charts = named('patients', 'json', JSON.stringify(patients(join(web, 'patients'))));
  const style = address(outputOf('src/style.css'));
  const pages = kPages.map((page) => {
    const scripts = loadedBy(outputOf(page.entry), outputs).map(address);
    const data = page.needsPatients ? charts.path : null;
    return file(page.path, html({ ...page, icon: icon.path, style, scripts, data }), false);
  });
  const parts = built.outputFiles.map((part) => file(`/${relative(web, part.path)}`, part.contents, true));
  return [...pages, icon, charts, ...parts].sort((a, b) => (a.path < b.path ? -1 : 1));
}
