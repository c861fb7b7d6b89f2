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
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  fontFamily: 'system-ui, sans-serif',
  headings: { fontFamily: 'system-ui, sans-serif' },
  cursorType: 'pointer',
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
// Mantine's own grey and red are too pale to be read by everybody, and in the dark too dark.
const readable: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
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
