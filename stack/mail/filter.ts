/*
 * rspamd as milter of Postfix. What accounts submit is signed with the key of our domain; what comes in through the
 * MX is judged by SPF, DKIM and DMARC, and told in Authentication-Results after every header of that name was removed.
 * Judging spam is switched off. One rule is ours: an account may not write as another (Exchange's "send as").
 */
import { createPublicKey, generateKeyPair } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LOCAL_DOMAIN } from '../../sandbox/mail/stamp.ts';
import { type Service, startService } from '../kit/service.ts';
import { TRANSPORT_PROGRAMS } from '../programs/mail.ts';
import { pathsOf } from '../programs/program.ts';
import { DKIM_SELECTOR } from './dns.ts';
import { isListening } from './listening.ts';
import { isRoot, type Runtime, type SystemUser } from './runtime.ts';

export interface DkimKey {
  readonly pem: string;
  /** As it stands in DNS. */
  readonly publicKey: string;
}

const PLUGINS = '/usr/share/rspamd/plugins';
const generate = promisify(generateKeyPair);

export async function makeDkimKey(): Promise<DkimKey> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return {
    pem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}

export interface FilterOrder {
  readonly runtime: Runtime;
  readonly user: SystemUser;
  readonly key: DkimKey;
  readonly port: number;
  readonly dnsPort: number;
}

export function startFilter(folder: string, order: FilterOrder): Promise<Service> {
  const { rspamd } = pathsOf({ rspamd: TRANSPORT_PROGRAMS.rspamd });
  const { runtime, user, port, dnsPort } = order;
  const data = runtime.own('filter', user);
  // Its own lists of languages and of the world's domains take seconds to read, and nothing here needs them.
  runtime.own('filter/languages', user);
  runtime.write('filter/top-level', `${LOCAL_DOMAIN.split('.').at(-1)}\n`);
  const files = {
    dkim: runtime.write('filter/dkim.key', order.key.pem, user),
    rules: runtime.write('filter/send-as.lua', SEND_AS),
  };
  const config = runtime.write('filter/rspamd.conf', filterConfig({ data, port, dnsPort, ...files }));
  const as = isRoot() ? ['-u', user.name, '-g', user.group] : [];
  const args = ['-f', ...as, '-c', config];
  return startService(folder, { name: 'mail-filter', program: rspamd, args, ready: () => isListening(port) });
}

interface FilterConfig {
  readonly data: string;
  readonly port: number;
  readonly dnsPort: number;
  readonly dkim: string;
  readonly rules: string;
}

function filterConfig({ data, port, dnsPort, dkim, rules }: FilterConfig): string {
  const plugins = ['dmarc', 'dkim_signing', 'spf', 'milter_headers'].map((name) => `path = "${PLUGINS}/${name}.lua";`);
  return `options {
  filters = "dkim";
  cache_file = "${join(data, 'symbols.cache')}";
  tempdir = "${data}";
  url_tld = "${join(data, 'top-level')}";
  control_socket = "${join(data, 'control.sock')} mode=0600";
  stats_file = "${join(data, 'stats.ucl')}";
  hs_cache_dir = "${data}/";
  # Everybody here comes from loopback, which would be trusted otherwise.
  local_addrs = ["192.0.2.1"];
  dns { nameserver = ["127.0.0.1:${dnsPort}"]; timeout = 5s; retransmits = 3; sockets = 1; }
  check_local = true;
  allow_raw_input = true;
}
logging { type = "console"; level = "warning"; }
lang_detection { languages = "${join(data, 'languages')}"; }
worker "rspamd_proxy" {
  bind_socket = "127.0.0.1:${port}";
  milter = yes;
  timeout = 30s;
  count = 1;
  upstream "local" { default = yes; self_scan = yes; }
}
actions { greylist = null; add_header = null; rewrite_subject = null; reject = 1000; }
lua = "${rules}";
modules { ${plugins.join(' ')} }
dkim { }
spf { }
dmarc { }
dkim_signing {
  sign_authenticated = true;
  sign_local = false;
  use_domain = "header";
  domain { "${LOCAL_DOMAIN}" { selector = "${DKIM_SELECTOR}"; path = "${dkim}"; } }
}
milter_headers {
  use = ["authentication-results"];
  skip_local = false;
  skip_authenticated = true;
  routines { authentication-results { remove = 0; } }
}
`;
}

const SEND_AS = `local function bare(address)
  return (address:lower():gsub('%+[^@]*@', '@'))
end
rspamd_config:register_symbol({
  name = 'SEND_AS',
  type = 'prefilter',
  callback = function(task)
    local user = task:get_user()
    if not user then return end
    for _, from in ipairs(task:get_from('mime') or {}) do
      if bare(from.addr) ~= bare(user) then
        task:set_pre_result('reject', user .. ' may not send as ' .. from.addr)
      end
    end
  end,
})
`;
