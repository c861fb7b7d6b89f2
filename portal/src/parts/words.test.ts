import { assert, property, string } from 'fast-check';
import { piecesOf } from './words.ts';

test('addresses are links, without the full stop behind them', () => {
  expect(piecesOf('The run failed: https://github.example.test/runs/7. Try again')).toEqual([
    { text: 'The run failed: ' },
    { text: 'https://github.example.test/runs/7', url: 'https://github.example.test/runs/7' },
    { text: '. Try again' },
  ]);
});

test('nothing else becomes a link, and nothing gets lost', () => {
  expect(piecesOf('javascript:alert(1) data:text/html,x')).toEqual([{ text: 'javascript:alert(1) data:text/html,x' }]);
  assert(
    property(
      string(),
      (text) =>
        piecesOf(text)
          .map((piece) => piece.text)
          .join('') === text,
    ),
  );
});
