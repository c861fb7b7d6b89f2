/*
 * Where a URL that somebody gave us may lead: not into our own network. An allow-list of kinds of addresses, not a list of
 * what is private: what is added to it one day stays out.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether anybody in the world reaches the same machine by this address. IPv4 inside IPv6 counts as IPv4. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
}

/** Why nothing is posted to this URL, for people; undefined when it may be. Names are looked up only when it is called. */
export function problemOfUrl(url: string, allowed: readonly string[]): string | undefined {
  if (!URL.canParse(url)) return 'is no URL such as https://hooks.example.test/berth';
  const { protocol, username, password, origin, hostname } = new URL(url);
  if (username !== '' || password !== '') return 'must not have a name or a password in it';
  if (allowed.includes(origin)) return undefined;
  if (protocol !== 'https:') return 'must be https://';
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isPublicAddress(host) ? PRIVATE : undefined;
}

const PRIVATE = 'leads to a private address, which an operator has to allow (webhooks.allow)';

/** A name that leads into our own network; its message is for people. */
export class PrivateAddress extends Error {
  override name = 'PrivateAddress';
}

/** For a connection: looks a name up and lets none through of which any address is private. What was checked is what is called. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '');
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new PrivateAddress(`${hostname} ${PRIVATE}`), '');
    if (options.all) return callback(null, addresses);
    return callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};
