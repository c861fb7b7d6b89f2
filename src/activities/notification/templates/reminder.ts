import { factsOf, forProject, said, type Template } from './letter.ts';

/** To whoever a request waits for. */
export const reminder: Template = (data, links) => ({
  subject: `Reminder: ${said(data, 'waitingFor') || 'a request waits for you'}`,
  heading: 'A request waits for you',
  paragraphs: [
    `The request${forProject(data)} cannot go on without you: ${said(data, 'waitingFor') || 'see its page'}.`,
  ],
  facts: factsOf(data, 'title', 'project', 'waitingFor'),
  action: { label: 'Open the request', url: links.request },
});
