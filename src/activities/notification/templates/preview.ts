import { factsOf, forProject, projectName, type Template } from './letter.ts';

/** To the requester: what would be made, before anything is. */
export const preview: Template = (data, links) => ({
  subject: `Preview: ${projectName(data)}`,
  heading: 'This is what would be made',
  paragraphs: [
    `Nothing has been made yet${forProject(data)}. Look at the change and its cost, then send it or choose again.`,
  ],
  facts: factsOf(data, 'title', 'project'),
  action: { label: 'Look and send', url: links.request },
});
