import { discoveryApiRef, fetchApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';

/** By which a system of the catalogue is a project of Berth. */
export const PROJECT = 'berth.dev/project';

/** A request in a list. */
export interface RequestSummary {
  readonly reference: string;
  readonly project: string | null;
  readonly title: string | null;
  readonly phase: string;
  readonly step: string;
  readonly waitingOn: {
    readonly who: readonly string[];
    readonly text: string;
    readonly since: string;
    readonly deadline: string;
    readonly next: string;
  } | null;
  readonly updatedAt: string;
}

/** A line of a request's story. */
export interface TimelineEntry {
  readonly at: string;
  readonly text: string;
  readonly who?: string;
}

export interface Items<T> {
  readonly items: readonly T[];
}

/** What was read, or why it was not. */
export interface Read<T> {
  readonly value?: T;
  readonly error?: Error;
}

/** Milliseconds between two looks while a page is shown. */
const EVERY_MS = 10_000;

/** Reads a path of Berth as whoever is signed in, and again as long as it is shown; null reads nothing. */
export function useBerth<T>(path: string | null): Read<T> {
  const discovery = useApi(discoveryApiRef);
  const { fetch } = useApi(fetchApiRef);
  const [read, setRead] = useState<Read<T>>({});
  useEffect(() => {
    if (path === null) return undefined;
    let shown = true;
    const look = async () => {
      const answer = await readOnce<T>(`${await discovery.getBaseUrl('berth')}${path}`, fetch);
      if (shown) setRead(answer);
    };
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, [path, discovery, fetch]);
  return read;
}

async function readOnce<T>(url: string, fetch: typeof globalThis.fetch): Promise<Read<T>> {
  try {
    const response = await fetch(url);
    const body = await response.json();
    if (response.ok) return { value: body as T };
    return { error: new Error(body?.error?.message ?? `Berth answers ${response.status}`) };
  } catch (error) {
    return { error: error as Error };
  }
}
