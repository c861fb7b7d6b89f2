import { factsOf, forProject, projectName, type Template } from './letter.ts';

/** To the requester: what would be made, before anything is. */
export const preview: Template = (data) => ({
  subject: `Preview: ${projectName(data)}`,
  heading: 'This is what would be made',
  paragraphs: [
    `Nothing has been made or started${forProject(data)}. To ask for it send your mail again without the line "preview".`,
  ],
  facts: factsOf(data, 'title', 'project'),
});
