import { factsOf, forProject, projectName, said, type Template } from './letter.ts';

/** To somebody whose approval counts no longer: what has changed. */
export const decisionVoid: Template = (data, links) => ({
  subject: `Your approval no longer counts: ${projectName(data)}`,
  heading: 'Your approval no longer counts',
  paragraphs: [
    `You approved a change${forProject(data)}, and what you approved has changed since${said(data, 'changed') ? `: ${said(data, 'changed')}` : ''}. When your decision is needed once more, you are asked again.`,
  ],
  facts: factsOf(data, 'title', 'project', 'changed'),
  action: { label: 'Open the request', url: links.request },
});
