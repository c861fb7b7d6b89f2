import { factsOf, forProject, paragraphs, projectName, said, type Template } from './letter.ts';

/** To everyone concerned: it stands, and this is how to use it. */
export const ready: Template = (data, links) => ({
  subject: `Ready: ${said(data, 'environment') || projectName(data)}`,
  heading: `${said(data, 'environment') || 'Your environment'} is ready`,
  paragraphs: paragraphs(
    `Everything that was asked${forProject(data)} stands and was checked.`,
    /^\d/.test(said(data, 'lease')) ? 'You are told in good time before its lease ends, and can renew it.' : '',
  ),
  facts: factsOf(data, 'title', 'project'),
  action: { label: 'Open the request', url: links.request },
});
