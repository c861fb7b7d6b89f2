import { factsOf, forProject, paragraphs, said, type Template } from './letter.ts';

/** To whoever a request waits for. */
export const reminder: Template = (data, links) => {
  const waited = said(data, 'waited');
  return {
    subject: `Reminder: ${said(data, 'waitingFor') || 'a request waits for you'}`,
    heading: 'A request waits for you',
    paragraphs: paragraphs(
      `The request${forProject(data)} cannot go on without you: ${said(data, 'waitingFor') || 'see its page'}.`,
      waited && `It has waited for ${waited}.`,
    ),
    facts: factsOf(data, 'title', 'project', 'waitingFor', 'waited'),
    action: { label: 'Open the request', url: links.request },
  };
};
