// The files of the site as a C++ source: src/site/asset.hpp.

const kLine = 90;

/** Bytes as string literals; octal escapes have a fixed length and run into nothing. */
function literal(bytes) {
  if (!bytes || bytes.length === 0) return '{}';
  const lines = [];
  let line = '';
  for (const byte of bytes) {
    const plain = byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 && byte !== 63;
    line += plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
    if (line.length > kLine) {
      lines.push(line);
      line = '';
    }
  }
  lines.push(line);
  return `{${lines.map((one) => `"${one}"`).join('\n')}, ${bytes.length}}`;
}

const row = ({ path, type, etag, text, gzip, immutable }) => (
  `  {"${path}", "${type}", R"(${etag})", ${literal(text)}, ${literal(gzip)}, ${immutable}}`);

/** The definition of assets(). */
export const cppTable = (files) => `// Made by web/build.mjs.
#include "site/asset.hpp"

namespace cramp::site {

namespace {

constexpr Asset kAssets[] = {
${files.map(row).join(',\n')}};

}  // namespace

std::span<const Asset> assets() {
  return kAssets;
}

}  // namespace cramp::site
`;
