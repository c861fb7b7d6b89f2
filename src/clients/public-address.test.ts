import { isPublicAddress, lookupPublic, PrivateAddress, problemOfUrl } from './public-address.ts';

test.each([
  '127.0.0.1',
  '127.8.9.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.1',
  '198.18.0.1',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '::127.0.0.1',
  'fe80::1',
  'fec0::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '64:ff9b::a00:1',
  '64:ff9b:1::a00:1',
  '2002:a00:1::1',
  '2001:0:a00:1::1',
  '2001:db8::1',
  '100::1',
  'no address',
])('%s leads nowhere that is public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['http://hooks.example.test/', 'must be https://'],
  ['ftp://hooks.example.test/', 'must be https://'],
  ['file:///etc/passwd', 'must be https://'],
  ['https://user:word@hooks.example.test/', 'must not have a name or a password in it'],
  ['hooks.example.test', 'is no URL'],
  ['https://127.0.0.1/', 'private address'],
  ['https://2130706433/', 'private address'],
  ['https://0x7f.1/', 'private address'],
  ['https://[::1]/', 'private address'],
  ['https://[::ffff:169.254.169.254]/latest', 'private address'],
])('%s is refused', (url, why) => {
  expect(problemOfUrl(url, [])).toContain(why);
});

test('an origin that is allowed may be private and not encrypted, and no other port of it', () => {
  const allowed = ['http://127.0.0.1:8080'];
  expect(problemOfUrl('http://127.0.0.1:8080/berth', allowed)).toBeUndefined();
  expect(problemOfUrl('http://127.0.0.1:8081/berth', allowed)).toBe('must be https://');
  expect(problemOfUrl('http://a:b@127.0.0.1:8080/berth', allowed)).toContain('password');
  expect(problemOfUrl('https://hooks.example.test/berth', allowed)).toBeUndefined();
});

test('a name that leads to this machine is looked up and not called', async () => {
  const found = new Promise((resolve) => {
    lookupPublic('localhost', { all: true }, (error, address) => resolve(error ?? address));
  });
  expect(await found).toBeInstanceOf(PrivateAddress);
});
