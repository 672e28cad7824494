// The cards of the leg cramp services as PlanDefinition.action: texts, suggestions and the CQL definitions they name.
import { sources } from './cited-sources.mjs';

const kBase = 'https://cramp-cds.org/fhir';
const kPages = 'https://cramp-cds.org/rules/leg-cramps';

/** What can be ordered: ActivityDefinition to title. */
const kOrders = {
  ecg: 'ECG', k: 'Potassium', bmp: 'Basic metabolic panel', cmp: 'Comprehensive metabolic panel',
  renal: 'Renal function panel', magnesium: 'Magnesium', 'ionised-calcium': 'Ionised calcium', pth: 'Parathyroid hormone',
  phosphate: 'Phosphate', ck: 'Creatine kinase', tsh: 'TSH', 'free-t4': 'Free T4', hba1c: 'HbA1c', ferritin: 'Ferritin',
  'iron-saturation': 'Iron saturation', cbc: 'Complete blood count with platelets', 'd-dimer': 'D-dimer',
  'foot-examination': 'Diabetic foot examination with monofilament', abi: 'Ankle-brachial index',
  'venous-ultrasound': 'Doppler ultrasound of the leg veins', 'lumbar-mri': 'MRI of the lumbar spine',
  'medication-review': 'Medication review', 'physiotherapy-referral': 'Referral to physiotherapist',
  'vascular-referral': 'Referral to vascular surgeon', 'neurology-referral': 'Referral to neurologist',
  'nephrology-referral': 'Referral to nephrologist', 'stretching-advice': 'Advice on stretching',
  'fluid-advice': 'Advice on drinking', 'audit-c': 'AUDIT-C',
};

/** How the CQL definitions call an order: "Recommend …", "Offer …", "First urgent: …". */
const kNames = {
  ecg: 'an ECG', k: 'potassium', bmp: 'a basic metabolic panel', cmp: 'a comprehensive metabolic panel',
  renal: 'a renal function panel', magnesium: 'magnesium', 'ionised-calcium': 'ionised calcium', pth: 'PTH',
  phosphate: 'phosphate', ck: 'creatine kinase', tsh: 'TSH', 'free-t4': 'free T4', hba1c: 'HbA1c', ferritin: 'ferritin',
  'iron-saturation': 'iron saturation', cbc: 'a blood count', 'd-dimer': 'D-dimer', 'foot-examination': 'a foot examination',
  abi: 'an ankle-brachial index', 'venous-ultrasound': 'an ultrasound of the leg veins',
  'lumbar-mri': 'an MRI of the lumbar spine', 'medication-review': 'a medication review',
  'physiotherapy-referral': 'physiotherapy', 'vascular-referral': 'a vascular referral',
  'neurology-referral': 'a neurology referral', 'nephrology-referral': 'a nephrology referral',
  'stretching-advice': 'stretching advice', 'fluid-advice': 'fluid advice', 'audit-c': 'AUDIT-C',
};

const inSentence = (title) => (/^([A-Z]{2}|D-dimer|Doppler|HbA1c)/.test(title) ? title : title[0].toLowerCase() + title.slice(1));
const cql = (expression) => ({ language: 'text/cql-identifier', expression });
const when = (name) => [{ kind: 'applicability', expression: cql(name) }];
const dynamic = (values) => Object.entries(values).map(([path, name]) => ({ path, expression: cql(name) }));
const extension = (id, value) => ({ url: `${kBase}/StructureDefinition/${id}`, ...value });
const computed = (id, name) => extension(id, { valueExpression: cql(name) });

const citations = Object.entries(sources).map(([url, label]) => ({ type: 'citation', label, url }));

/** The page of every rule, then every source: `card-links` says which of them a card gives. */
const documentation = (label, rules) => [
  { type: 'documentation', label, url: kPages },
  ...rules.map((rule) => ({ type: 'documentation', label: `About the rule ${rule}`, url: `${kPages}/${rule}` })),
  ...citations,
];

function card(hook, { title, description, priority, reason, label, topic, reasons, condition, forEach, names, rules, children }) {
  return {
    extension: [
      ...(forEach ? [computed('card-for-each', forEach)] : []),
      computed('card-rules', names.rules),
      computed('card-key', names.key),
      computed('card-links', names.links),
      extension('card-override-reasons', { valueCanonical: `${kBase}/ValueSet/override-reasons-${reasons}` }),
      ...(names.reasons ? [computed('card-override-codes', names.reasons)] : []),
      extension('card-topic', { valueCoding: { system: `${kBase}/CodeSystem/card-topic`, ...topic } }),
    ],
    title,
    description,
    priority,
    ...(reason ? { reason: [{ text: reason }] } : {}),
    documentation: documentation(label, rules),
    trigger: [{ type: 'named-event', name: hook }],
    condition: when(condition),
    dynamicValue: dynamic({
      title: names.title, description: names.detail, ...(names.priority ? { priority: names.priority } : {}) }),
    selectionBehavior: 'any',
    action: children,
  };
}

const order = (item, condition, values) => ({
  title: kOrders[item],
  ...(condition ? { condition: when(condition) } : {}),
  definitionCanonical: `${kBase}/ActivityDefinition/${item}`,
  ...(values ? { dynamicValue: dynamic(values) } : {}),
});

const suggestion = ({ title, condition, computedTitle, recommended }, action) => ({
  ...(recommended ? { extension: [computed('suggestion-recommended', recommended)] } : {}),
  title,
  ...(condition ? { condition: when(condition) } : {}),
  ...(computedTitle ? { dynamicValue: dynamic({ title: computedTitle }) } : {}),
  action,
});

// ---------------------------------------------------------------------------------------------------------------------
// Critical findings

const kUrgentOrders = ['ecg', 'k', 'bmp', 'cmp', 'renal', 'magnesium', 'ionised-calcium', 'phosphate', 'pth', 'ck', 'tsh',
  'cbc', 'lumbar-mri', 'venous-ultrasound', 'vascular-referral'];
const kUrgentOffers = ['venous-ultrasound', 'd-dimer', 'ck', 'ecg', 'bmp', 'magnesium', 'medication-review'];
const kUrgent = { priority: 'LegCrampCriticalCards.Urgent order', reasonCode: 'LegCrampCriticalCards.Reason for the orders' };
const kHarm = 'Harm may follow within hours or days: arrhythmia, rhabdomyolysis, loss of limb or nerve function, thrombosis, bleeding';
const kCriticalTopic = { code: 'critical-finding', display: 'Critical finding with leg cramps' };

/** The card of the first or second critical finding. */
export function criticalCard(hook, which, condition, rules) {
  const name = (text) => `LegCrampCriticalCards.${which} urgent${text}`;
  return card(hook, {
    title: 'Critical finding with leg cramps: assessment today',
    description: 'A critical finding is on record of a patient with leg cramps.',
    priority: 'stat',
    reason: kHarm,
    label: 'cramp-cds: critical findings with leg cramps',
    topic: kCriticalTopic,
    reasons: 'critical',
    condition,
    names: { rules: name(' rules'), key: name(' key'), links: name(' links'), title: name(' title'), detail: name(' detail') },
    rules,
    children: [
      suggestion(
        { title: 'Order the urgent checks', condition: name(' orders exist'), computedTitle: name(' orders in words'),
          recommended: name(' orders exist') },
        kUrgentOrders.map((item) => order(item, name(`: ${kNames[item]}`), kUrgent))),
      ...kUrgentOffers.map((item) => suggestion(
        { title: `Order ${inSentence(kOrders[item])}`, condition: name(` offer: ${kNames[item]}`) },
        [order(item, null, kUrgent)])),
    ],
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// The consolidated card

/** Groups of offered orders: the name that their definitions begin with, and the orders. */
const kOffers = [
  ['ECG and potassium', ['ecg', 'k']],
  ['Panel and magnesium', ['bmp', 'cmp', 'renal', 'magnesium']],
  ['Calcium tests', ['ionised-calcium', 'pth', 'phosphate']],
  ['Creatine kinase', ['ck']],
  ['Thyroid tests', ['tsh', 'free-t4']],
  ['HbA1c', ['hba1c']],
  ['Blood count', ['cbc']],
  ['Tests for thrombosis', ['venous-ultrasound', 'd-dimer']],
  ['Foot examination', ['foot-examination']],
  ['Ankle-brachial index', ['abi']],
  ['MRI of the lumbar spine', ['lumbar-mri']],
  ['Iron tests', ['ferritin', 'iron-saturation']],
  ['Vascular referral', ['vascular-referral']],
  ['Neurology referral', ['neurology-referral']],
  ['Nephrology referral', ['nephrology-referral']],
  ['Medication review', ['medication-review']],
  ['Physiotherapy', ['physiotherapy-referral']],
  ['AUDIT-C', ['audit-c']],
  ['Self-care advice', ['stretching-advice', 'fluid-advice']],
];

export function consolidatedCard(hook, condition, rules) {
  const view = (text) => `LegCrampPatientView.${text}`;
  const name = (text) => `LegCrampSuggestions.${text}`;
  return card(hook, {
    title: 'Leg cramps recorded: evaluation suggested',
    description: 'Leg cramps are recorded; the findings that bear on them follow.',
    priority: 'routine',
    label: 'cramp-cds: leg cramp evaluation',
    topic: { code: 'leg-cramps', display: 'Evaluation of leg cramps' },
    reasons: 'all',
    condition,
    names: {
      rules: view('Consolidated rules'), key: view('Consolidated key'), links: view('Consolidated links'),
      title: view('Consolidated title'), detail: view('Consolidated detail'), priority: view('Consolidated priority'),
      reasons: view('Consolidated override reasons') },
    rules,
    children: [
      suggestion(
        { title: 'Order the recommended checks', condition: name('A suggestion is recommended'),
          computedTitle: name('Title of the recommended suggestion'), recommended: name('A suggestion is recommended') },
        Object.keys(kOrders).map((item) => order(item, name(`Recommend ${kNames[item]}`)))),
      ...kOffers.map(([group, items]) => suggestion(
        { title: `Order ${items.map((item) => kOrders[item]).join(' and ')}`, condition: name(`${group} is offered`),
          computedTitle: name(`${group} title`) },
        items.map((item) => order(item, name(items.length > 1 ? `Offer ${kNames[item]}` : `${group} is offered`))))),
    ],
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Drafted orders

const kDraftOrders = ['bmp', 'renal', 'magnesium', 'k', 'ck', 'tsh'];

/** The card of each drafted order; critical ones have their own reasons to override. */
export function draftCard(hook, { condition, forEach, critical }, rules) {
  const name = (text) => `LegCrampDraftCards.${text}`;
  const reason = { reasonCode: name('Reason for the orders') };
  return card(hook, {
    title: critical ? 'Drafted order: serious risk' : 'Drafted order in a patient with leg cramps',
    description: 'A drafted order bears on leg cramps or on what is taken for them.',
    priority: critical ? 'stat' : 'routine',
    reason: critical ? 'The drafted order may do serious harm: arrhythmia, rhabdomyolysis, bleeding, magnesium poisoning' : null,
    label: 'cramp-cds: drafted orders and leg cramps',
    topic: { code: 'drafted-order', display: 'Drafted order and leg cramps' },
    reasons: critical ? 'critical' : 'drafts',
    condition,
    forEach,
    names: {
      rules: name('Rules of the draft'), key: name('Key of the draft'), links: name('Links of the draft'),
      title: name('Title of the draft'), detail: name('Detail of the draft'),
      ...(critical ? {} : { priority: name('Priority of the draft') }) },
    rules,
    children: [
      ...(critical ? [suggestion(
        { title: 'Remove the drafted order', recommended: name('Removal is recommended') },
        [{
          extension: [computed('removed-resource', name('The draft to remove'))],
          title: 'Remove the drafted order',
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/action-type', code: 'remove' }] },
        }])] : []),
      suggestion(
        { title: 'Order the baseline', condition: name('Orders are recommended'), computedTitle: name('Recommended orders in words'),
          recommended: name('Orders are recommended') },
        kDraftOrders.map((item) => order(item, name(`Recommend ${kNames[item]}`), reason))),
      suggestion(
        { title: 'Order further checks', condition: name('Orders are offered'), computedTitle: name('Offered orders in words') },
        kDraftOrders.map((item) => order(item, name(`Offer ${kNames[item]}`), reason))),
      ...(critical ? [suggestion(
        { title: 'Advise stretching instead', condition: name('Stretching is offered') }, [order('stretching-advice', null, reason)])] : []),
    ],
  });
}
