import { Button, type MantineColorScheme, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { post } from './api.ts';
import type { Me } from './me.ts';
import { LANGUAGE_TAGS, LANGUAGES, type LanguageTag } from './texts/languages.ts';
import { chooseLanguage } from './texts/start.ts';

const SCHEMES = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const;

/** Who is signed in; light or dark; in which language; out again. */
export function Account({ me }: { me: Me }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="subtle" leftSection={<IconUser size={18} aria-hidden />}>
          {me.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm">{me.mail}</Text>
        </Menu.Label>
        <Schemes />
        <Menu.Divider />
        <Languages />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Schemes() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
      {SCHEMES.map(([scheme, Icon]) => (
        <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick rightSection={<Icon size={16} aria-hidden />}>
          {t(`account.${scheme}`)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** Each by its own name: whoever cannot read this page finds theirs. */
function Languages() {
  const { i18n } = useTranslation();
  return (
    <Menu.RadioGroup value={i18n.language} onChange={(tag) => void chooseLanguage(tag as LanguageTag)}>
      {LANGUAGE_TAGS.map((tag) => (
        <Menu.RadioItem key={tag} value={tag} closeMenuOnClick lang={tag}>
          {LANGUAGES[tag].name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

async function signOut(): Promise<void> {
  await post('/sign-out', {});
  location.assign('/signed-out');
}
