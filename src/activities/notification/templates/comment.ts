import { factsOf, forProject, projectName, said, type Template } from './letter.ts';

/** To those whom it concerns: somebody has said something about the request. */
export const comment: Template = (data, links) => {
  const person = said(data, 'person') || 'Somebody';
  const { comment: lines = [] } = data;
  return {
    subject: `${person} wrote about ${projectName(data)}`,
    heading: `${person} wrote`,
    paragraphs: [`About the request${forProject(data)}:`, ...(typeof lines === 'string' ? [lines] : lines)],
    facts: factsOf(data, 'title', 'project', 'person', 'comment'),
    action: { label: 'Read it all and answer', url: links.request },
  };
};
