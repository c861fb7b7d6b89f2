import { factsOf, forProject, paragraphs, projectName, type Template } from './letter.ts';

/** To the requester: the request is valid and goes on. */
export const received: Template = (data, links) => ({
  subject: `Your request has arrived: ${projectName(data)}`,
  heading: 'Your request has arrived',
  paragraphs: paragraphs(
    `We have your request${forProject(data)} and are working on it.`,
    'You hear from us when you are to do something, and when it is ready. Who it is waiting for is on its page at any time.',
  ),
  facts: factsOf(data),
  action: { label: 'Follow the request', url: links.request },
});
