import { factsOf, type Template } from './letter.ts';

/** To the address a mail claims to come from: was it you? Says nothing of what the mail asks for. */
export const confirmSender: Template = (data, links) => ({
  subject: 'Confirm that you sent this request',
  heading: 'Did you send us a request?',
  paragraphs: [
    'We got a mail in your name, but it carries no proof that you sent it. Nothing has been made, and nothing will be until you confirm.',
    'If it was not you, do nothing: the request expires by itself. The link is good for seven days.',
  ],
  facts: factsOf(data, 'project', 'title'),
  action: { label: 'Yes, I sent it', url: links.personal ?? links.request },
});
