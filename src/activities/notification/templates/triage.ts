import { factsOf, forProject, type Template } from './letter.ts';

/** To the requester: support completes what could not be understood. */
export const triage: Template = (data, links) => ({
  subject: 'We have your mail; support is reading it',
  heading: 'Support is reading your request',
  paragraphs: [
    `We have your mail${forProject(data)}, but it does not say everything we need. Support completes it and asks you if something is unclear.`,
  ],
  facts: factsOf(data, 'project', 'title'),
  action: { label: 'See the request', url: links.request },
});
