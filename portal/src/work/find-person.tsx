import { Autocomplete, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundPerson } from '../../../src/api/answers/people.ts';
import { get } from '../api.ts';

/** How long somebody must not have typed before the directory is asked, in milliseconds. */
const PAUSE = 300;
/** The API refuses to look for less, in characters. */
const LEAST = 3;

/** Finds somebody in the directory: what it knows of them nobody has to type. */
export function FindPerson({ onFound }: { onFound: (person: FoundPerson) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const people = usePeople(text.trim());
  const found = new Map(people.data?.items.map((person) => [person.account, person]));
  const pick = (account: string) => {
    const person = found.get(account);
    if (person) onFound(person);
  };
  return (
    <Autocomplete
      label={t('work.accounts.find')}
      description={people.data?.items.length === 0 ? t('work.accounts.noneFound') : t('work.accounts.findHint')}
      descriptionProps={{ role: 'status' }}
      value={text}
      data={[...found.keys()]}
      // The directory has chosen already, by more than the id.
      filter={({ options }) => options}
      renderOption={({ option }) => <Option person={found.get(option.value)} />}
      error={people.error?.message}
      onChange={setText}
      onOptionSubmit={pick}
    />
  );
}

function Option({ person }: { person: FoundPerson | undefined }) {
  return (
    <div>
      <Text size="sm">{person?.name}</Text>
      <Text size="xs" c="dimmed">
        {person?.account} · {person?.mail}
      </Text>
    </div>
  );
}

function usePeople(text: string) {
  const [search] = useDebouncedValue(text, PAUSE);
  return useQuery({
    queryKey: ['people', search],
    queryFn: ({ signal }) =>
      get<{ items: readonly FoundPerson[] }>(`/api/people?search=${encodeURIComponent(search)}`, signal),
    enabled: search.length >= LEAST,
    staleTime: 60_000,
  });
}
