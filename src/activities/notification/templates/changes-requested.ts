import { factsOf, forProject, projectName, type Template } from './letter.ts';

/** To the requester: an approver wants something else. */
export const changesRequested: Template = (data, links) => ({
  subject: `Changes requested: ${projectName(data)}`,
  heading: 'Please change your request',
  paragraphs: [
    `Whoever decides about your request${forProject(data)} asks for changes. Change what you chose and send it again; it is decided anew.`,
  ],
  facts: factsOf(data, 'title', 'project'),
  action: { label: 'Change the request', url: links.request },
});
