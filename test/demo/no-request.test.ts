import { startDemo } from '../support/demo.ts';

let demo: ReturnType<typeof startDemo>;
afterEach(() => demo.kill());

test.each([
  ['vacation', /"Out of office" is in the folder Ignored, no request came of it/],
  ['free-prose', /Not ready: BR-\w+ is waiting at REQUEST_INITIATION\. It waits for queue:support/],
])(
  'a mail that is no request (%s) ends the demo with what became of it',
  async (name, told) => {
    demo = startDemo('--once', '--mail', `test/corpus/mail/${name}.eml`);

    expect(await demo.ended).toBe(1);
    expect(demo.output()).toMatch(told);
  },
  240_000,
);
