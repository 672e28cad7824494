// What the cards of leg cramps cite: {url: label}. LegCrampEvidence.cql says which rule cites which.
export const sources = {
  'https://pubmed.ncbi.nlm.nih.gov/22963024/':
    'Nocturnal leg cramps. Allen RE, Kirby KA. Am Fam Physician 2012;86(4):350-355',
  'https://doi.org/10.4414/smw.2019.20048':
    'Sebo P et al. Swiss Med Wkly 2019;149:w20048',
  'https://pubmed.ncbi.nlm.nih.gov/22341378/':
    'Stretching before sleep reduces nocturnal leg cramps. Hallegraeff JM et al. J Physiother 2012;58(1):17-22',
  'https://doi.org/10.1186/s12875-017-0600-x':
    'Criteria in diagnosing nocturnal leg cramps. Hallegraeff J et al. BMC Fam Pract 2017;18:29',
  'https://doi.org/10.1001/archinternmed.2011.1029':
    'Nocturnal leg cramps and prescription use that precedes them. Garrison SR et al. Arch Intern Med 2012;172:120-126',
  'https://doi.org/10.1093/eurheartj/ehv043':
    'Statin-associated muscle symptoms. Stroes ES et al. Eur Heart J 2015;36:1012-1022',
  'https://doi.org/10.1007/s10557-005-5686-z':
    'PRIMO study. Bruckert E et al. Cardiovasc Drugs Ther 2005;19(6):403-414',
  'https://doi.org/10.2147/TCRM.S214938':
    'Statins and CYP3A4 inhibitors. Abu Mellal A et al. Ther Clin Risk Manag 2019;15:921-936',
  'https://doi.org/10.1212/WNL.0b013e3181d0ccca':
    'AAN assessment of treatments for muscle cramps. Katzberg HD et al. Neurology 2010;74:691-696',
  'https://doi.org/10.1371/journal.pone.0178465':
    'Nocturnal leg cramps. Grandner MA, Winkelman JW. PLoS ONE 2017;12(6):e0178465',
  'https://doi.org/10.1016/j.kint.2023.10.018':
    'KDIGO 2024 guideline, chronic kidney disease. Kidney Int 2024;105(4S):S117-S314',
  'https://doi.org/10.3349/ymj.2014.55.3.779':
    'Ohtori S et al. Yonsei Med J 2014;55(3):779-784',
  'https://doi.org/10.1002/hep.510230211':
    'Cirrhosis and muscle cramps. Hepatology 1996',
  'https://doi.org/10.1016/j.amjmed.2012.03.012':
    'Muscle cramps in cirrhosis. Am J Med 2012;125:1019-1025',
  'https://doi.org/10.1002/14651858.CD009402.pub3':
    'Magnesium for skeletal muscle cramps. Garrison SR et al. Cochrane Database Syst Rev 2020;9:CD009402',
  'https://doi.org/10.1370/afm.2238':
    'Alcohol and nocturnal leg cramps. Delacour C et al. Ann Fam Med 2018;16:296-301',
  'https://doi.org/10.5664/jcsm.11390':
    'AASM guideline, restless legs. Winkelman JW et al. J Clin Sleep Med',
  'https://doi.org/10.1136/bmjopen-2017-017703':
    'Albumin-corrected calcium. Lian IA, Asberg A. BMJ Open 2018;8:e017703',
  'https://doi.org/10.1186/s40780-019-0133-7':
    'Magnesium oxide and hypermagnesaemia. Wakai E et al. J Pharm Health Care Sci 2019;5:4',
  'https://doi.org/10.3390/kidneydial4010001':
    'Van Laecke S. Kidney Dial 2024;4:1-14',
};
