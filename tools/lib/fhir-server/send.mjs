// An answer on the wire, or what a fault makes of it.
import { gzipSync } from 'node:zlib';

/**
 * fault: gzip (packs it), bomb (bytes of zeros, packed), padding (bytes of spaces after the JSON),
 * raw (this text instead), cut (closes after so many bytes of the body), hangUp (closes without an
 * answer), slow (milliseconds between pieces of 1000 bytes), encoding (a Content-Encoding that is
 * not true).
 */
export async function sendAnswer(response, request, { status, body, headers }, fault) {
  if (fault.hangUp) return request.socket.destroy();
  let bytes = Buffer.from(fault.raw ?? JSON.stringify(body) + ' '.repeat(fault.padding ?? 0));
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/fhir+json; charset=utf-8');
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  if (fault.bomb) bytes = Buffer.alloc(fault.bomb, ' ');
  if (fault.gzip || fault.bomb) bytes = gzipSync(bytes);
  if (fault.gzip || fault.bomb) response.setHeader('Content-Encoding', 'gzip');
  if (fault.encoding) response.setHeader('Content-Encoding', fault.encoding);
  response.setHeader('Content-Length', bytes.length);
  if (fault.cut !== undefined) {
    response.write(bytes.subarray(0, fault.cut), () => request.socket.destroy());
    return undefined;
  }
  if (!fault.slow) return response.end(bytes);
  for (let at = 0; at < bytes.length && !response.destroyed; at += 1000) {
    response.write(bytes.subarray(at, at + 1000));
    await new Promise((done) => setTimeout(done, fault.slow));
  }
  return response.end();
}
