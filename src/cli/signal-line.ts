/** What the API hands out for a plain signal. */
export interface PrintedSignal {
  readonly namespace: string;
  readonly workflowId: string;
  readonly name: string;
  readonly input: unknown;
}

/** The line for a POSIX shell that sends it. */
export function signalLine({ namespace, workflowId, name, input }: PrintedSignal): string {
  const options = { namespace, 'workflow-id': workflowId, name, input: JSON.stringify(input) };
  return [
    'temporal workflow signal',
    ...Object.entries(options).map(([key, value]) => `--${key} ${quote(value)}`),
  ].join(' ');
}

const quote = (text: string): string => (/^[\w:.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
