/* Device authorization grant (RFC 8628): a program without a browser shows a code, a person lets it in elsewhere. */
import { randomInt } from 'node:crypto';
import { deviceDonePage, devicePage } from './pages.ts';
import { DEVICE_SECONDS, type Device, type Issuing, type Reply, refusal, signedIn } from './state.ts';

/** Seconds between two questions whether somebody has said yes. */
const INTERVAL = 1;
/** Without vowels, so that no word comes of it. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

export function beginDevice(issuing: Issuing, form: URLSearchParams): Reply {
  const client = issuing.clients.find(({ id }) => id === form.get('client_id'));
  if (!client?.mayUseDeviceFlow) return refusal('unauthorized_client', 'not for this program');
  const userCode = `${letters()}-${letters()}`;
  const scope = form.get('scope') ?? '';
  const deviceCode = issuing.devices.put({ client: client.id, scope, userCode, polledAt: 0 });
  const page = `${issuing.url}/device`;
  return {
    status: 200,
    body: {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: DEVICE_SECONDS,
      interval: INTERVAL,
    },
  };
}

const letters = (): string => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** Where a person says yes or no. */
export async function takeVerdict(issuing: Issuing, form: URLSearchParams): Promise<Reply> {
  const userCode = (form.get('user_code') ?? '').toUpperCase();
  const device = issuing.devices.find((one) => one.userCode === userCode && one.answer === undefined);
  const person = signedIn(form);
  if (!device || !person) return devicePage(userCode, 'Wrong code, name or password.');
  device.answer = form.get('verdict') === 'allow' ? person : 'denied';
  return deviceDonePage(device.answer !== 'denied');
}

/** What the device hears when it asks: whom it is, once; or why not. */
export function pollDevice(issuing: Issuing, form: URLSearchParams): Device | Reply {
  const code = form.get('device_code') ?? '';
  const device = issuing.devices.see(code);
  if (!device || device.client !== form.get('client_id')) return refusal('expired_token', 'begin again');
  const isEarly = Date.now() - device.polledAt < INTERVAL * 900;
  device.polledAt = Date.now();
  if (isEarly) return refusal('slow_down', `ask every ${INTERVAL} s`);
  if (device.answer === undefined) return refusal('authorization_pending', 'nobody has said yes yet');
  issuing.devices.take(code);
  return device.answer === 'denied' ? refusal('access_denied', 'somebody has said no') : device;
}
