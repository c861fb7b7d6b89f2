import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Frame } from './frame.tsx';
import { NotFound } from './not-found.tsx';
import { PAGES } from './pages.ts';
import { Broken } from './parts/broken.tsx';
import { queries } from './queries.ts';

const theme = createTheme({
  primaryColor: 'berth',
  // White is read on it in both schemes; Mantine chooses the colour of the text by the light one alone.
  primaryShade: 7,
  autoContrast: true,
  // Where black and white text are read equally well: whichever is chosen has a contrast of 4.5 : 1 and more.
  luminanceThreshold: 0.18,
  fontFamily: 'system-ui, sans-serif',
  headings: { fontFamily: 'system-ui, sans-serif' },
  cursorType: 'pointer',
  // A menu may hold items alone; focus goes to the first.
  components: { Menu: { defaultProps: { withInitialFocusPlaceholder: false } } },
  colors: {
    berth: [
      '#e9f3fd',
      '#d3e4f7',
      '#a5c8ee',
      '#74aae6',
      '#4c90df',
      '#337fdb',
      '#2476da',
      '#0b57a4',
      '#07529d',
      '#00478b',
    ],
  },
});
// Mantine's own grey, red and links are too pale to be read by everybody, and in the dark too dark.
const readable: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    // Words on their own pale ground, as in alerts and badges.
    '--mantine-color-orange-light-color': '#a13a06',
    '--mantine-color-yellow-light-color': '#8a4600',
    '--mantine-color-green-light-color': '#1f6b2f',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-anchor': 'var(--mantine-color-berth-3)',
  },
});
// Named apart from what else is served on the same host.
const colorScheme = localStorageColorSchemeManager({ key: 'berth-color-scheme' });

const router = createBrowserRouter([
  {
    Component: Frame,
    children: [
      {
        ErrorBoundary: Broken,
        children: [...PAGES.map(({ path, lazy }) => ({ path, lazy })), { path: '*', Component: NotFound }],
      },
    ],
  },
]);

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readable}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
    >
      <Notifications position="bottom-center" />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
