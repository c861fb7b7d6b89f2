import { factsOf, forProject, paragraphs, projectName, said, type Template } from './letter.ts';

/** To the requester: pick from the catalogue. */
export const chooseResources: Template = (data, links) => ({
  subject: `Choose resources: ${projectName(data)}`,
  heading: 'Choose your resources',
  paragraphs: paragraphs(
    `The accounts are ready${forProject(data)}. Now choose what should run where; you see the cost before you send it.`,
    said(data, 'problems') && 'What you chose before cannot be made as it is:',
  ),
  facts: factsOf(data, 'title', 'project'),
  action: { label: 'Choose resources', url: links.request },
});
