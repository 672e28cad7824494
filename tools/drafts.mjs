#!/usr/bin/env node
// Runs the test cases of packages through the executable and prints the responses, one JSON document a line:
//   drafts.mjs [--binary FILE] [PACKAGE-DIR…] | validate.mjs -
// so that the orders drafted in them are validated. The executable is --binary, else $CRAMP_CDS, else
// build/release/cramp-cds.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packages, root } from './lib/paths.mjs';
import { caseRequests } from './lib/requests.mjs';

const { values: options, positionals } = parseArgs({
  options: { binary: { type: 'string', default: process.env.CRAMP_CDS ?? join(root, 'build/release/cramp-cds') } },
  allowPositionals: true,
});

function respond({ service, now, request }) {
  const text = execFileSync(options.binary, ['invoke', service, '-', '--content', root, '--now', now], {
    input: JSON.stringify(request), encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'],
  });
  return JSON.stringify(JSON.parse(text));
}

for (const folder of packages(positionals)) {
  for (const one of caseRequests(folder)) console.log(respond(one));
}
