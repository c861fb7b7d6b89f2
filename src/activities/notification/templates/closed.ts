import { factsOf, forProject, paragraphs, projectName, said, type Template } from './letter.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  expired: 'has expired',
  undone: 'was undone',
  'partially-ready': 'has ended with a part of it ready',
};

/** To the requester: it ended without becoming ready; what was undone and what was left. */
export const closed: Template = (data, links) => {
  const ending = ENDINGS[said(data, 'outcome')] ?? 'has ended';
  return {
    subject: `Your request ${ending}: ${projectName(data)}`,
    heading: `Your request ${ending}`,
    paragraphs: paragraphs(
      `Your request${forProject(data)} ${ending}.`,
      said(data, 'undone') || said(data, 'left')
        ? 'This is what became of the things it had made:'
        : 'Nothing had been made.',
    ),
    facts: factsOf(data, 'title', 'project', 'outcome'),
    action: { label: 'Read how it went', url: links.request },
  };
};
