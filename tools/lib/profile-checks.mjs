// What a profile says and @medplum/core does not look at: required bindings to our value sets, fewer types of a choice,
// targets of references, and what its slices say of their children.

/** [value, place] pairs of one step, `value[x]` of any type. */
function stepInto([value, place], name) {
  const choice = name.endsWith('[x]') ? name.slice(0, -3) : null;
  const keys = choice ? Object.keys(value).filter((k) => k.startsWith(choice)) : [name].filter((k) => k in value);
  return keys.flatMap((key) => [value[key]].flat().map((item, i) => (
    [item, Array.isArray(value[key]) ? `${place}.${key}[${i}]` : `${place}.${key}`, key])));
}

const typeNamed = (key, name) => key.slice(name.length - 3).toLowerCase();

function checkTypes(found, name, { type }) {
  const wanted = type.map((t) => t.code);
  const wrong = found.filter(([, , key]) => !wanted.some((t) => t.toLowerCase() === typeNamed(key, name)));
  return wrong.map(([, place]) => `${place}: the type is not ${wanted.join(' or ')}`);
}

function checkTarget([item, place], { type }) {
  const targets = (type?.[0].targetProfile ?? []).map((url) => url.split('/').pop());
  const target = /^([A-Z][A-Za-z]+)\//.exec(item?.reference ?? '')?.[1];
  if (!target || targets.length === 0 || targets.includes('Resource') || targets.includes(target)) return [];
  return [`${place}: refers to ${target}, not to ${targets.join(' or ')}`];
}

export class ProfileChecks {
  #elements;
  #isMember;

  /** `isMember(valueSet, coding)` answers true, false, or undefined for a set that it cannot list. */
  constructor(definition, isMember) {
    this.#elements = new Map(definition.snapshot.element.map((e) => [e.id, e]));
    this.#isMember = isMember;
  }

  faults(resource) {
    return [...this.#elements.values()].filter((e) => e.id.includes('.')).flatMap((element) => {
      const id = element.id.split('.');
      return this.#at(resource, id.slice(0, -1)).flatMap((parent) => this.#check(parent, id.at(-1), element));
    });
  }

  #check(parent, name, element) {
    if (name.includes(':') || typeof parent[0] !== 'object') return [];
    const found = stepInto(parent, name);
    const inSlice = element.id.includes(':');
    return [
      ...found.flatMap((item) => [...this.#checkBinding(item, element.binding), ...checkTarget(item, element)]),
      ...(name.endsWith('[x]') ? checkTypes(found, name, element) : []),
      ...(inSlice && found.length < element.min ? [`${parent[1]}: ${name} is missing`] : []),
      ...(inSlice && found.length > Number(element.max) ? [`${parent[1]}: ${name} more than ${element.max} times`] : []),
    ];
  }

  #checkBinding([item, place], binding) {
    if (binding?.strength !== 'required' || typeof item === 'boolean' || typeof item === 'number') return [];
    const codings = typeof item === 'string' ? [{ code: item }] : item.coding ?? [item];
    const coded = codings.filter((c) => c.code);
    if (!coded.length || coded.some((c) => this.#isMember(binding.valueSet, c) !== false)) return [];
    return [`${place}: ${coded.map((c) => c.code).join(', ')} is not in ${binding.valueSet}`];
  }

  /** The values at an element id, of the resource type first; a slice has those that its discriminator chooses. */
  #at(resource, id) {
    let values = [[resource, id[0]]];
    id.slice(1).forEach((step, i) => {
      const [name, slice] = step.split(':');
      values = values.flatMap((value) => stepInto(value, name));
      if (slice) values = values.filter(([value]) => this.#isOf(value, id.slice(0, i + 2).join('.')));
    });
    return values;
  }

  #isOf(value, sliceId) {
    const { slicing } = this.#elements.get(sliceId.replace(/:[^.:]*$/, ''));
    return slicing.discriminator.every(({ path }) => value[path] === this.#elements.get(`${sliceId}.${path}`).patternString);
  }
}
