/** A field of a form as written: `key: value` and the lines that belong to it. */
export interface FormField {
  readonly key: string;
  /** What stands after the colon. */
  readonly value: string;
  /** Following lines: indented, or entries of a list. */
  readonly more: readonly string[];
  readonly line: number;
}

const MAX_LINES = 500;
const FIELD = /^([A-Za-z][A-Za-z _-]{0,30}?)[ \t]*:(?:[ \t]+(.*))?$/;
const CONTINUES = /^(?:\s+\S|-\s|-$)/;

/** Every `key: value` at the start of a line, with what belongs to it; other lines are prose. */
export function readFields(text: string): FormField[] {
  const fields: { key: string; value: string; more: string[]; line: number }[] = [];
  let open = false;
  for (const [line, content] of dedent(beforeSignature(text)).entries()) {
    const match = FIELD.exec(content);
    if (match) fields.push({ key: normaliseKey(match[1] ?? ''), value: (match[2] ?? '').trim(), more: [], line });
    else if (open && CONTINUES.test(content)) fields.at(-1)?.more.push(content);
    open = match !== null || (open && (content.trim() === '' || CONTINUES.test(content)));
  }
  return fields;
}

/** `Cost Center` is `cost-centre`. */
function normaliseKey(key: string): string {
  const name = key
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  return name.replace(/^cost-?cent(re|er)$/, 'cost-centre');
}

/** Lines up to `-- ` or the first quoted mail. */
function beforeSignature(text: string): string[] {
  const lines = text.split('\n', MAX_LINES);
  const end = lines.findIndex((line) => /^(-- ?$|>|-{3,} ?Original Message|_{10,}$)/.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

/** Mail programs indent whole texts; what all lines share says nothing. */
function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const shared = indents.length > 0 ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(shared).trimEnd());
}
