// The governance page: what the rules do, week by week.
import { render, type VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { getContent, type Content } from '../shared/api.ts';
import { csv, download } from './csv.ts';
import { Filters, type Change } from './filters.tsx';
import { total, visits, type Figures } from './measures.ts';
import { chartOf, counted, kMeasures, periodOf, ruleViews, searchOf, silentRules, viewOf, type Measure, type View } from './model.ts';
import { Attention, Overview } from './overview.tsx';
import { getReport, type Report } from './report.ts';
import { RuleDetail } from './rule-detail.tsx';
import { RulesTable } from './rules-table.tsx';
import { ruleRows, weekRows } from './tables.ts';

function Sources({ view, mayTry, onChange }: { view: View; mayTry: boolean; onChange: Change }): VNode | null {
  if (!mayTry && view.source === 'records') return null;
  const pick = (source: View['source'], text: string) => (
    <button type="button" aria-pressed={view.source === source} onClick={() => onChange({ source, from: '', to: '', rule: '', choice: { hook: '', client: '' } })}>{text}</button>
  );
  return <div class="gov-sources" role="group" aria-label="Data">{pick('records', 'Records')}{pick('sample', 'Sample year')}</div>;
}

function Body({ report, content, view, onChange }: { report: Report; content: Content | null; view: View; onChange: Change }): VNode {
  const views = useMemo(() => ruleViews(report, content, view), [report, content, view.choice, view.anew]);
  const period = periodOf(report, view);
  const all = views[0]?.figures as Figures;
  const one = views.find(({ figures }) => (figures.rule ?? '') === view.rule) ?? views[0];
  const shown = { report, choice: view.choice, from: period[0], to: period[1] };
  const measure = kMeasures.find(({ id }) => id === view.measure) as Measure;
  const name = (what: string) => `governance-${report.source}-${what}.csv`;
  const pick = (rule: string) => {
    onChange({ rule });
    requestAnimationFrame(() => document.getElementById('detail')?.focus());
  };
  return (
    <>
      <Filters report={report} view={view} onChange={onChange} />
      <Overview tally={total(all, ...period)} visits={visits(report, view.choice, ...period)} unmatched={report.unmatchedFeedback} />
      <Attention views={views} report={report} onPick={pick} />
      <RulesTable views={views} report={report} from={period[0]} to={period[1]} picked={view.rule} silent={silentRules(views, content)} onPick={pick}
        onCsv={() => download(name('rules'), csv(ruleRows(shown, views.map(({ figures, verdict: { state } }) => ({ figures, state })))))} />
      {one ? (
        <RuleDetail one={one} report={report} view={view} period={period} onChange={onChange}
          onCsv={() => download(name(one.figures.rule ?? 'all'), csv(weekRows(shown, one.figures, measure.title,
            chartOf(report, one.figures, measure, view.anew), counted(one.figures.weeks, measure))))} />
      ) : null}
    </>
  );
}

type Loaded = { report: Report } | { fault: string } | null;

function Page(): VNode {
  const [view, setView] = useState<View>(() => viewOf(location.search));
  const [content, setContent] = useState<Content | null>(null);
  const [loaded, setLoaded] = useState<Loaded>(null);
  const isDevelopment = content?.development ?? false;
  useEffect(() => {
    getContent().then(setContent, () => setContent(null));
  }, []);
  useEffect(() => {
    let isWanted = true;
    getReport(view.source, view.span).then(
      (report) => isWanted && setLoaded({ report }),
      (error: Error) => isWanted && setLoaded({ fault: error.message }));
    return () => { isWanted = false; };
  }, [view.source, view.span]);
  const change: Change = (changed) => setView((now) => {
    const next = { ...now, ...changed };
    history.replaceState(null, '', `${location.pathname}${searchOf(next)}`);
    return next;
  });
  const report = loaded && 'report' in loaded ? loaded.report : null;
  return (
    <div class="gov">
      <header class="gov-head gov-head--page">
        <h1>Governance</h1>
        <Sources view={view} mayTry={isDevelopment} onChange={change} />
      </header>
      {view.source === 'sample' ? (
        <p class="gov-sample" role="note"><strong>Sample data.</strong> A generated year: no patient, call or clinician stands behind it, and it is never mixed with records.</p>
      ) : null}
      {loaded === null ? <p class="empty">Counting…</p> : null}
      {loaded && 'fault' in loaded ? <p class="empty" role="alert">{loaded.fault}</p> : null}
      {report && report.groups.length > 0 ? <Body report={report} content={content} view={view} onChange={change} /> : null}
      {report && report.groups.length === 0 ? (
        <div class="empty">
          <p>Nothing was recorded in these weeks.</p>
          {isDevelopment ? <p class="gov-note"><button type="button" class="primary" onClick={() => change({ source: 'sample' })}>Show the sample year</button></p> : null}
        </div>
      ) : null}
    </div>
  );
}

const app = document.getElementById('app');
if (app) render(<Page />, app);
