/* What somebody has to load before they see anything stays small: a build that is above the limit fails. */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Of scripts and styles, compressed: entry and first page together, in bytes. */
const LIMIT = 300_000;

type Bundle = Rolldown.OutputBundle;

/** @param firstPage end of the path of the module that the first page is. */
export function sizeLimit(firstPage: string): Plugin {
  return {
    name: 'berth-size-limit',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const roots = chunks.filter((chunk) => chunk.isEntry || chunk.facadeModuleId?.endsWith(firstPage));
      if (!roots.some((chunk) => !chunk.isEntry)) this.error(`No chunk is ${firstPage}, the first page.`);
      const files = [
        ...reachable(
          bundle,
          roots.map(({ fileName }) => fileName),
        ),
      ];
      const size = files.reduce((sum, file) => sum + sizeOf(bundle, file), 0);
      const said = `Entry and first page weigh ${Math.round(size / 1000)} kB compressed`;
      if (size > LIMIT)
        this.error(`${said}; the limit is ${LIMIT / 1000}. Load by import() what the first page does not show.`);
      this.info(said);
    },
  };
}

/** These files, what they import, and the styles of all of them. */
function reachable(bundle: Bundle, files: readonly string[], found = new Set<string>()): Set<string> {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    const chunk = bundle[file];
    if (chunk?.type !== 'chunk') continue;
    reachable(bundle, [...chunk.imports, ...(chunk.viteMetadata?.importedCss ?? [])], found);
  }
  return found;
}

function sizeOf(bundle: Bundle, file: string): number {
  const found = bundle[file];
  if (!found) return 0;
  return gzipSync(found.type === 'chunk' ? found.code : found.source).length;
}
