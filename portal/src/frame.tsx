import { AppShell, Burger, Group, NavLink, ScrollArea, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigation } from 'react-router';
import { Account } from './account.tsx';
import { type Me, useMe } from './me.ts';
import { PAGES } from './pages.ts';
import { notice } from './parts/notice.ts';
import { Waiting } from './parts/waiting.tsx';
import { tellUpdate } from './update.ts';

/** What is around every page: where else one can go, who is signed in. */
export function Frame() {
  const { t } = useTranslation();
  const [open, { toggle, close }] = useDisclosure();
  const me = useMe();
  useEffect(() => tellUpdate(() => notice(t('frame.updated'))), [t]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('frame.menu')}
              aria-expanded={open}
            />
            <UnstyledButton component={Link} to="/" aria-label={t('frame.toHome')}>
              <Group gap="xs" wrap="nowrap">
                <img src="/assets/berth.svg" alt="" width={28} height={28} />
                <Text fw={700}>Berth</Text>
              </Group>
            </UnstyledButton>
          </Group>
          {me && <Account me={me} />}
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <ScrollArea>
          <nav aria-label={t('frame.pages')}>{me && <Navigation me={me} onGo={close} />}</nav>
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <Loading />
        {me ? (
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        ) : (
          <Waiting />
        )}
      </AppShell.Main>
    </AppShell>
  );
}

function Navigation({ me, onGo }: { me: Me; onGo: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return PAGES.map(({ path, nav }) => {
    if (!nav || (nav.when && !nav.when(me))) return null;
    const active = path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
    return (
      <NavLink
        key={path}
        component={Link}
        to={path}
        label={t(`nav.${nav.key}`)}
        leftSection={<nav.icon size={20} stroke={1.6} aria-hidden />}
        active={active}
        aria-current={active ? 'page' : undefined}
        onClick={onGo}
      />
    );
  });
}

/** Says to screen readers that another page is on its way. */
function Loading() {
  const { t } = useTranslation();
  const { state } = useNavigation();
  return <VisuallyHidden aria-live="polite">{state === 'loading' ? t('frame.loading') : ''}</VisuallyHidden>;
}
