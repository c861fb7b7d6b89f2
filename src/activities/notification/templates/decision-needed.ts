import { factsOf, forProject, paragraphs, projectName, said, type Template } from './letter.ts';

/** To an approver: decide about exactly this content, by a link of their own. */
export const decisionNeeded: Template = (data, links) => ({
  subject: `Your decision is needed: ${projectName(data)}`,
  heading: said(data, 'name') ? `${said(data, 'name')}, your decision is needed` : 'Your decision is needed',
  paragraphs: paragraphs(
    `A change${forProject(data)} waits for you to approve it, reject it or ask for changes. Your decision counts for exactly the content named here; if that changes, you are asked again.`,
    'The link shows you everything once more before you decide; opening it decides nothing. It is yours alone: whoever has it decides in your name, so do not pass this mail on.',
  ),
  facts: factsOf(data, 'title', 'project', 'name'),
  action: { label: 'Look and decide', url: links.personal ?? links.request },
});
