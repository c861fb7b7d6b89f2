import { factsOf, forProject, projectName, type Template } from './letter.ts';

/** To an approver: decide about exactly this content. */
export const decisionNeeded: Template = (data, links) => ({
  subject: `Your decision is needed: ${projectName(data)}`,
  heading: 'Your decision is needed',
  paragraphs: [
    `A change${forProject(data)} waits for you to approve it, reject it or ask for changes. Your decision counts for exactly the content named here; if that changes, you are asked again.`,
  ],
  facts: factsOf(data, 'title', 'project'),
  action: { label: 'Look and decide', url: links.request },
});
