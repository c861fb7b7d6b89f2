import { TextInput, type TextInputProps } from '@mantine/core';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** As the browser writes it, `2026-12-07T08:00`, in the reader's zone; empty: nothing is entered. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A time that somebody enters with the controls of their system, in their zone. */
export function TimeInput({ onChange, ...props }: Props) {
  return <TextInput {...props} type="datetime-local" onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** What was entered as ISO 8601; undefined when nothing was, or nothing that is a time. */
export function timeOf(entered: string): string | undefined {
  const date = new Date(entered);
  return entered === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
