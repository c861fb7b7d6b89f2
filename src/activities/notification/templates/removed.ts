import { factsOf, forProject, paragraphs, projectName, said, type Template } from './letter.ts';

/** To everyone concerned: it is gone, and this is what was left. */
export const removed: Template = (data, links) => ({
  subject: `Removed: ${said(data, 'environment') || projectName(data)}`,
  heading: `${said(data, 'environment') || 'Your environment'} is removed`,
  paragraphs: paragraphs(
    `What was asked to be removed${forProject(data)} is gone, and that was checked.`,
    said(data, 'left') ? 'Some of it was left, for the reasons named here.' : '',
  ),
  facts: factsOf(data, 'title', 'project'),
  action: { label: 'Read how it went', url: links.request },
});
