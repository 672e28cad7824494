// The unit service that the translator asks while it compiles, on @lhncbc/ucum-lhc.
import ucumPackage from '@lhncbc/ucum-lhc';
import { createUcumService } from '@cqframework/cql/cql-to-elm';

const ucum = ucumPackage.UcumLhcUtils.getInstance();

function convert(value, from, to) {
  const answer = ucum.convertUnitTo(from, Number(value), to);
  // Text that is no number makes the translator raise its own error, with the place in the source.
  return answer.status === 'succeeded' ? String(Number(answer.toVal.toPrecision(15))) : 'no conversion';
}

/** What is wrong with a unit, or null. */
function faultOf(unit) {
  const answer = ucum.validateUnitString(unit);
  if (answer.status === 'valid') return null;
  return (answer.msg ?? []).join('; ') || `${unit} is not a UCUM unit`;
}

// Quantities are multiplied and divided when the logic runs, never while it is compiled.
function notAtBuildTime() {
  throw new Error('unit arithmetic is not available at build time');
}

export const unitService = () => createUcumService(convert, faultOf, notAtBuildTime, notAtBuildTime);
