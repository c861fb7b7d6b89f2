import type { OfferedSize } from '../../../src/domain/offer/offer.ts';

/** Columns of a picture: what they count, and in which colour. */
const COLUMNS = [
  ['cpu', 'var(--mantine-color-berth-5)'],
  ['memoryGiB', 'var(--mantine-color-teal-6)'],
  ['storageGiB', 'var(--mantine-color-orange-5)'],
] as const;

const HEIGHT = 36;
const LEAST = 3;

/** CPU, memory and storage of a size beside those of the largest, as three columns; says nothing that the text does not. */
export function SizePicture({ size, largest }: { size: OfferedSize; largest: OfferedSize }) {
  return (
    <svg width={44} height={HEIGHT + 2} viewBox={`0 0 44 ${HEIGHT + 2}`} aria-hidden="true" focusable="false">
      {COLUMNS.map(([key, color], i) => {
        // Halves are seen as steps: the smallest is a thirtieth of the largest.
        const height = Math.max(LEAST, HEIGHT * Math.sqrt(size[key] / largest[key]));
        return <rect key={key} x={2 + i * 14} y={HEIGHT + 1 - height} width={11} height={height} rx={2} fill={color} />;
      })}
      <line x1={0} x2={44} y1={HEIGHT + 1.5} y2={HEIGHT + 1.5} stroke="var(--mantine-color-default-border)" />
    </svg>
  );
}
