import type { ProjectSummary } from '../../../src/domain/projects/project-page.ts';
import { monthlyOf, type ProjectNode, treeOf } from './tree.ts';

const project = (name: string, parent: string | null = null, more: Partial<ProjectSummary> = {}): ProjectSummary => ({
  name,
  title: name,
  costCentre: 'CC-1042',
  leads: [],
  parent,
  removed: null,
  monthly: { USD: 10 },
  environments: [],
  ...more,
});
const shape = (nodes: readonly ProjectNode[]): unknown => nodes.map((node) => [node.project.name, shape(node.below)]);

test('projects stand below their parents', () => {
  expect(shape(treeOf([project('payments'), project('refunds', 'payments'), project('harbour')]))).toEqual([
    ['payments', [['refunds', []]]],
    ['harbour', []],
  ]);
});

test('whose parent is not to be seen stands at the top, and what was removed comes last', () => {
  const gone = project('alpha', null, { removed: 'BR-7F3K2M9QXA' });
  expect(shape(treeOf([gone, project('refunds', 'payments')]))).toEqual([
    ['refunds', []],
    ['alpha', []],
  ]);
});

test('a project costs what all below it cost as well, currency by currency', () => {
  const [node] = treeOf([project('payments'), project('refunds', 'payments', { monthly: { USD: 5, EUR: 2 } })]);
  expect(node && monthlyOf(node)).toEqual({ USD: 15, EUR: 2 });
});
