import { createHash } from 'node:crypto';
import { signToken, type TokenPurpose } from '../../auth/tokens.ts';
import { messageId } from '../../domain/naming.ts';
import type { MailOrder, NotificationActivities } from '../contracts.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';
import { requestUrl } from './request-url.ts';
import { renderMail } from './templates/index.ts';

/** How long a personal link is good. */
const LINK_SECONDS = 7 * 24 * 3600;

type MailActivities = Pick<NotificationActivities, 'sendMail' | 'sendActivation' | 'sendConfirmation'>;

/** Links with tokens are made here, go into the mail and nowhere else: neither into results nor into errors. */
export function createMailActivities(deps: NotificationDeps): MailActivities {
  const { config, passwordStamp } = deps;
  return {
    sendMail: (order) => send(deps, order),
    async sendActivation({ reference, id, mail, name, project }) {
      const claims = { reference, id, project, passwordStamp: await passwordStamp(id) };
      const data = { name, account: id, project };
      await send(
        deps,
        { reference, what: 'activate-account', to: mail, data },
        await personalLink(config, 'activate', claims),
      );
    },
    async sendConfirmation({ reference, to, inReplyTo }) {
      const link = await personalLink(config, 'confirm-sender', { reference, mail: to });
      const thread = inReplyTo ? { inReplyTo } : {};
      await send(deps, { reference, what: 'confirm-sender', to, data: {}, ...thread }, link);
    },
  };
}

async function send({ config, smtp }: NotificationDeps, order: MailOrder, personal?: string): Promise<void> {
  const { reference, what, to, inReplyTo, data } = order;
  const links = { request: requestUrl(config, reference), ...(personal ? { personal } : {}) };
  const mail = {
    ...renderMail(what, reference, data, links),
    to,
    messageId: messageId(reference, `${what}.${fingerprint(order)}`, domainOf(config.smtp.from)),
    ...(inReplyTo ? { inReplyTo } : {}),
  };
  await smtp.send(mail).catch(asFailure);
}

/** Tells apart what one request says to several people, or at several times; the same on every attempt. */
function fingerprint({ to, data }: MailOrder): string {
  return createHash('sha256')
    .update(JSON.stringify([to, data]))
    .digest('hex')
    .slice(0, 10);
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const PAGES = { activate: 'activate', 'confirm-sender': 'confirm' } as const;

async function personalLink(
  { publicUrl, auth }: NotificationDeps['config'],
  purpose: keyof typeof PAGES & TokenPurpose,
  claims: Record<string, unknown>,
): Promise<string> {
  const token = await signToken(auth.decisionKey, purpose, claims, LINK_SECONDS);
  return `${publicUrl.replace(/\/$/, '')}/${PAGES[purpose]}?token=${token}`;
}
