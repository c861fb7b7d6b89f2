/** `npm run portal` builds the portal into `dist/portal`, which the API serves; `vite --config portal/vite.config.ts` develops it. */
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { sizeLimit } from './size-limit.ts';

const API = process.env.BERTH_API ?? 'http://127.0.0.1:8080';
const proxied = Object.fromEntries(['/api', '/sign-in', '/sign-out'].map((path) => [path, { target: API }]));

export default defineConfig({
  root: import.meta.dirname,
  plugins: [sizeLimit('portal/src/home/page.tsx')],
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'portal'),
    emptyOutDir: true,
    // The policy of what pages may load has no place for data: scripts and styles.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // "use client" means something to servers that render; there is none.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
  server: { host: '127.0.0.1', proxy: proxied },
});
