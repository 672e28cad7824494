#!/usr/bin/env node
// Bundles the pages and writes them where the service or a developer wants them:
//   build.mjs --table FILE.cpp    the table of src/site/asset.hpp, for the build
//   build.mjs --sizes             what each file weighs, raw and compressed
import { parseArgs } from 'node:util';
import { writeFileSync } from 'node:fs';
import { bundle } from './lib/bundle.mjs';
import { cppTable } from './lib/table.mjs';

const { values } = parseArgs({ options: { table: { type: 'string' }, sizes: { type: 'boolean', default: false } } });
const files = await bundle();
if (values.table) writeFileSync(values.table, cppTable(files));
if (values.sizes) {
  const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(11);
  for (const { path, text, gzip } of files) console.log(kib(text.length), kib((gzip ?? text).length), '', path);
}
