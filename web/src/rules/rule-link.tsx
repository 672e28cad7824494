// A link to a rule's page, which opens without a new load, and what its evidence still wants.
import type { VNode } from 'preact';
import type { Package, Rule } from '../shared/api.ts';

const isOpen = (rule: Rule, pack: Package): boolean => rule.evidence.some(({ ref }) => {
  const known = pack.rules?.references[ref];
  return known?.mark === 'R' || known?.open !== undefined;
});

interface LinkProps { rule: Rule; pack: Package; isChosen?: boolean; onChoose: (id: string) => void }

export function RuleLink({ rule, pack, isChosen = false, onChoose }: LinkProps): VNode {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onChoose(rule.id);
  };
  return (
    <a href={`/rules/${rule.id}`} aria-current={isChosen ? 'page' : undefined} onClick={follow}>
      {rule.title}{isOpen(rule, pack) ? <span class="open-mark" title="Evidence to be confirmed"> [R]</span> : null}
    </a>
  );
}
