import { factsOf, forProject, projectName, type Template } from './letter.ts';

/** To the requester: something failed that does not pass by itself; it is being looked at. */
export const needsPerson: Template = (data, links) => ({
  subject: `Your request needs a person: ${projectName(data)}`,
  heading: 'Your request is held up',
  paragraphs: [
    `Something stands in the way of your request${forProject(data)} that does not pass by itself. What was made stays; the request goes on from here once it is mended.`,
    'Who acts now is on its page.',
  ],
  facts: factsOf(data, 'title', 'project'),
  action: { label: 'See who acts', url: links.request },
});
