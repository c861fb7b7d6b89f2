import type { RequestDraft } from '../../../src/domain/request.ts';
import { draftOf, fieldsOf, itemName } from './triage-fields.ts';

const DRAFT: RequestDraft = {
  kind: 'create-project',
  requester: 'dana@example.test',
  project: 'Invoices!',
  lead: 'lee',
  text: 'project: Invoices!',
  problems: [{ where: 'project', what: 'This is not a project name.', mend: '' }],
};

test('what is empty is left out, what was written stays, and what was found wrong with it does not', () => {
  const fields = { ...fieldsOf(DRAFT), project: ' invoices ', lead: 'lee@example.test', costCentre: '' };
  expect(draftOf(fields, DRAFT)).toEqual({
    kind: 'create-project',
    requester: 'dana@example.test',
    text: 'project: Invoices!',
    project: 'invoices',
    lead: 'lee@example.test',
  });
});

test('resources that were named are kept with their items, however they were written', () => {
  const environments = [
    { stage: 'prod', regions: 'east', size: 'M', items: ['redis', { postgresql: { version: '16' } }] },
  ];
  const { chosen } = fieldsOf({ ...DRAFT, environments });
  expect(chosen).toEqual({ stage: 'prod', regions: ['east'], size: 'M', items: environments[0]?.items });
  expect(chosen?.items.map(itemName)).toEqual(['redis', 'postgresql']);
  expect(draftOf({ ...fieldsOf(DRAFT), chosen }, DRAFT).environments).toEqual([chosen]);
});

test.each([[null], ['prod'], [42], [['x']]])('%j in place of resources is nothing that was chosen', (written) => {
  expect(fieldsOf({ ...DRAFT, environments: [written] }).chosen).toEqual({
    stage: '',
    regions: [],
    size: '',
    items: [],
  });
});

test('of a decommission only what goes and why is sent', () => {
  const draft: RequestDraft = {
    kind: 'decommission',
    requester: 'dana@example.test',
    environment: 'payments-prod',
    title: 'Subject',
  };
  expect(draftOf({ ...fieldsOf(draft), reason: 'old' }, draft)).toEqual({
    kind: 'decommission',
    requester: 'dana@example.test',
    environment: 'payments-prod',
    reason: 'old',
  });
});
