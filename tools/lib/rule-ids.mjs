// The rules of the leg cramp package, in the order of the clinical rules.

/** Those of the whole complaint. */
export const viewRules = [
  'complaint-needs-assessment', 'benign-conservative', 'red-flag-neuro', 'red-flag-swelling', 'suspected-dvt',
  'cauda-equina-red-flag', 'limb-ischaemia-red-flag', 'motor-neuron-red-flag', 'med-thiazide-diuretic',
  'med-loop-diuretic', 'med-potassium-sparing-diuretic', 'med-laba', 'med-statin', 'statin-cyp3a4-interaction',
  'med-quinine-active', 'med-other-associated', 'dx-diabetic-neuropathy', 'dx-diabetes', 'dx-other-neuropathy',
  'lab-hba1c-diabetes-range', 'dx-ckd', 'lab-egfr-reduced', 'dx-dialysis', 'dx-hypothyroidism', 'dx-hyperthyroidism',
  'dx-thyroid-other', 'lab-tsh-abnormal', 'dx-hypoparathyroidism', 'dx-peripheral-artery-disease',
  'risk-peripheral-artery-disease', 'dx-nerve-compression', 'dx-cirrhosis', 'dx-motor-neuron-disease',
  'dx-pregnancy', 'dx-dehydration', 'mod-overuse', 'dx-alcohol', 'dx-restless-legs', 'lab-ferritin-low',
  'dx-myopathy', 'dx-venous-disease', 'dx-electrolyte-disorder', 'mod-older-age', 'lab-hypokalaemia',
  'lab-severe-hypokalaemia', 'lab-hyperkalaemia', 'lab-severe-hyperkalaemia', 'lab-hypomagnesaemia',
  'lab-severe-hypomagnesaemia', 'lab-hypermagnesaemia', 'lab-hypocalcaemia', 'lab-severe-hypocalcaemia',
  'lab-hyponatraemia', 'lab-severe-hyponatraemia', 'lab-hypophosphataemia', 'lab-vitamin-d-low', 'lab-ck-elevated',
  'statin-ck-elevation', 'baseline-labs',
];

/** Those of a drafted order. */
export const draftRules = [
  'draft-diuretic', 'draft-statin', 'draft-laba', 'draft-quinine', 'draft-magnesium-renal', 'draft-magnesium-cramps',
  'draft-cyp3a4-inhibitor', 'draft-other-associated',
];
