import { notifications } from '@mantine/notifications';
import { t } from 'i18next';
import type { ReactNode } from 'react';

/** Tells something for a moment, wherever somebody is by then. @param color `red` where it is bad news. */
export function notice(message: ReactNode, color = 'berth'): void {
  notifications.show({ message, color, closeButtonProps: { 'aria-label': t('frame.close') } });
}
