import { factsOf, forProject, type Template } from './letter.ts';

/** To whoever sent something that cannot become a request. */
export const refused: Template = (data) => ({
  subject: 'Your request cannot be taken',
  heading: 'Your request cannot be taken',
  paragraphs: [
    `What you sent${forProject(data)} cannot become a request. Nothing was made. This is why, and how to mend it:`,
  ],
  facts: factsOf(data, 'title', 'project'),
});
