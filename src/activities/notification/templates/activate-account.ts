import { factsOf, forProject, said, type Template } from './letter.ts';

/** To a new person: set your own password, once. */
export const activateAccount: Template = (data, links) => ({
  subject: 'Activate your account',
  heading: said(data, 'name') ? `Welcome, ${said(data, 'name')}` : 'Welcome',
  paragraphs: [
    `An account was made for you${forProject(data)}. Set your own password to start using it; nobody else knows one.`,
    'The link works once and is good for seven days.',
  ],
  facts: factsOf(data, 'name', 'project', 'title'),
  action: { label: 'Set my password', url: links.personal ?? links.request },
});
