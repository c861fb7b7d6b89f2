import { signToken, type TokenPurpose } from '../../auth/tokens.ts';
import { pageUrl } from '../../domain/page-url.ts';
import type { NotificationActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import { askByMail } from './ask-by-mail.ts';
import type { NotificationDeps } from './deps.ts';
import { sendMail } from './send-mail.ts';
import { wayIn } from './way-in.ts';

/** How long a personal link is good. */
const LINK_SECONDS = 7 * 24 * 3600;

type MailActivities = Pick<NotificationActivities, 'sendMail' | 'sendActivation' | 'sendConfirmation' | 'askByMail'>;

/** Links with tokens are made here, go into the mail and nowhere else: neither into results nor into errors. */
export function createMailActivities(deps: NotificationDeps): MailActivities {
  const { config, passwordStamp } = deps;
  return {
    async sendMail(order) {
      const to = await addressOf(deps, order.to);
      const attachment = order.what === 'ready' ? await wayIn(deps, order.data) : undefined;
      await sendMail(deps, { ...order, to }, attachment ? { attachment } : {});
    },
    askByMail: (order) => askByMail(deps, order),
    async sendActivation({ reference, id, mail, name, project }) {
      const claims = { reference, id, project, passwordStamp: await passwordStamp(id) };
      const data = { name, account: id, project };
      const order = { reference, what: 'activate-account', to: mail, data } as const;
      await sendMail(deps, order, { personal: await personalLink(config, 'activate', claims) });
    },
    async sendConfirmation({ reference, to, inReplyTo }) {
      const personal = await personalLink(config, 'confirm-sender', { reference, mail: to });
      const thread = inReplyTo ? { inReplyTo } : {};
      await sendMail(deps, { reference, what: 'confirm-sender', to, data: {}, ...thread }, { personal });
    },
  };
}

/** Approvers are known by their directory ids alone. */
async function addressOf({ findPerson }: NotificationDeps, to: string): Promise<string> {
  if (to.includes('@')) return to;
  const person = await findPerson({ id: to });
  if (!person) throw failure('Rejected', `The directory does not know ${to} any more.`);
  return person.mail;
}

const PAGES = { activate: 'activate', 'confirm-sender': 'confirm' } as const;

async function personalLink(
  config: NotificationDeps['config'],
  purpose: keyof typeof PAGES & TokenPurpose,
  claims: Record<string, unknown>,
): Promise<string> {
  const token = await signToken(config.auth.decisionKey, purpose, claims, LINK_SECONDS);
  return pageUrl(config, `${PAGES[purpose]}?token=${token}`);
}
