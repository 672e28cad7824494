// Severity and results by shape and word, never by colour alone.
import type { VNode } from 'preact';
import type { Indicator, Status } from './api.ts';

const kIndicators: Record<Indicator, { word: string; path: string }> = {
  info: { word: 'Info', path: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm-.9 5.6v4.6h1.8V7.1Zm0-2.7v1.6h1.8V4.4Z' },
  warning: { word: 'Warning', path: 'M8 1.2 15.4 14.5H.6Zm-.9 5v4h1.8v-4Zm0 5.1v1.6h1.8v-1.6Z' },
  critical: { word: 'Critical', path: 'M5 1h6l4 4v6l-4 4H5l-4-4V5Zm2.1 3v5h1.8V4Zm0 6.2V12h1.8v-1.8Z' },
};

const kStatuses: Record<Status, { word: string; path: string }> = {
  fired: { word: 'Fired', path: 'M6.3 12.9 1.6 8.2l1.7-1.7 3 3 6.4-6.4 1.7 1.7Z' },
  notFired: { word: 'Not fired', path: 'M3 7h10v2H3Z' },
  notAssessable: { word: 'Not assessable', path: 'M8.9 9.9H7.1c0-2.6 2.3-2.5 2.3-4.1 0-.8-.6-1.3-1.4-1.3-.9 0-1.5.6-1.6 1.5H4.6C4.7 4 6 2.8 8 2.8s3.3 1.1 3.3 2.9c0 2.2-2.4 2.3-2.4 4.2ZM7 11.3h2v2H7Z' },
};

export const wordOf = (indicator: Indicator): string => kIndicators[indicator].word;
export const statusWord = (status: Status): string => kStatuses[status].word;

const Icon = ({ path, name }: { path: string; name: string }): VNode => (
  <svg class={`icon icon--${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={path} fill="currentColor" fill-rule="evenodd" />
  </svg>
);

export const IndicatorIcon = ({ indicator }: { indicator: Indicator }): VNode => (
  <Icon path={kIndicators[indicator].path} name={indicator} />
);

export const StatusIcon = ({ status }: { status: Status }): VNode => <Icon path={kStatuses[status].path} name={status} />;
