/*
 * Handlebars without its freedoms: placeholders that are known, `if`, `unless` and `each`. What is wrong with a template
 * is found when it is read, by name and line, so that nothing can go wrong when a mail is sent.
 */
import Handlebars from 'handlebars';
import { didYouMean } from '../domain/suggest.ts';

/** What may stand in a template: a text, a list of something, or something with names. */
export type Scope = 'text' | { readonly each: Scope } | { readonly names: Readonly<Record<string, Scope>> };

/** What is wrong with a template of a team. */
export interface TemplateProblem {
  /** Path of the file. */
  readonly file: string;
  /** From 1; 0 for what concerns the whole file. */
  readonly line: number;
  readonly what: string;
}

interface Source {
  readonly file: string;
  /** Line of the file on which the text begins, from 1. */
  readonly line: number;
  readonly text: string;
  /** `html` escapes what placeholders say. */
  readonly kind: 'text' | 'html';
}

export type Fill = (view: object) => string;

const BLOCKS = ['if', 'unless', 'each'];
/** What `each` tells about where it is. */
const POSITIONS = ['first', 'last', 'index'];

/** Reads a template whose placeholders are those of `scope`; adds what is wrong with it to `problems`. */
export function readTemplate(source: Source, scope: Scope, problems: TemplateProblem[]): Fill {
  const { file, line, text, kind } = source;
  const placed = '\n'.repeat(line - 1) + text;
  const found = parse(placed, line);
  if ('what' in found) problems.push({ file, ...found });
  else for (const problem of complaints(found.body, [scope])) problems.push({ file, ...problem });
  const fill = Handlebars.create().compile(text, { strict: true, knownHelpersOnly: true, noEscape: kind === 'text' });
  return (view) => fill(view);
}

type Complaint = Omit<TemplateProblem, 'file'>;

function parse(text: string, line: number): hbs.AST.Program | Complaint {
  try {
    return Handlebars.parse(text);
  } catch (error) {
    const { message, lineNumber } = error as Error & { lineNumber?: number };
    const at = lineNumber ?? Number(/on line (\d+)/.exec(message)?.[1] ?? line);
    return { line: at, what: `is no template: ${inWords(message)}` };
  }
}

/** Without the drawing of the place, and without the parser's names for what it would have liked. */
function inWords(message: string): string {
  if (/OPEN_ENDBLOCK.*got 'EOF'/.test(message)) return 'a block that was opened, such as {{#if …}}, is not closed.';
  const [, opened, closed] = /^(\S+) doesn't match (\S+)/.exec(message) ?? [];
  if (opened && closed) return `{{#${opened} …}} is closed by {{/${closed}}}.`;
  return message.startsWith('Parse error') ? 'what stands between {{ and }} cannot be read.' : `${message}.`;
}

/** Everything wrong below one place; the last of `scopes` is what names mean there. */
function complaints(body: readonly hbs.AST.Statement[], scopes: readonly Scope[]): Complaint[] {
  return body.flatMap((statement) => {
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return [];
      case 'MustacheStatement':
        return ofPlaceholder(statement as hbs.AST.MustacheStatement, scopes);
      case 'BlockStatement':
        return ofBlock(statement as hbs.AST.BlockStatement, scopes);
      default:
        return [{ line: statement.loc.start.line, what: 'takes in another template; that is not possible here.' }];
    }
  });
}

function ofPlaceholder(statement: hbs.AST.MustacheStatement, scopes: readonly Scope[]): Complaint[] {
  const { line } = statement.loc.start;
  const path = statement.path as hbs.AST.PathExpression;
  if (path.type !== 'PathExpression' || statement.params.length > 0 || statement.hash) {
    return [{ line, what: 'calls a helper; there are only {{#if}}, {{#unless}} and {{#each}}.' }];
  }
  if (!statement.escaped) {
    return [{ line, what: `shows ${path.original} without escaping it. Write {{${path.original}}}.` }];
  }
  const found = resolve(path, scopes);
  if (typeof found === 'object' && 'problem' in found) return [{ line, what: found.problem }];
  if (found === 'text') return [];
  const how = 'each' in found ? `{{#each ${path.original}}}{{this}}{{/each}}` : `{{${path.original}.…}}`;
  return [{ line, what: `{{${path.original}}} is no text. Write ${how}.` }];
}

function ofBlock(statement: hbs.AST.BlockStatement, scopes: readonly Scope[]): Complaint[] {
  const { line } = statement.loc.start;
  const name = statement.path.original;
  const [subject, ...more] = statement.params as hbs.AST.PathExpression[];
  if (!BLOCKS.includes(name) || subject?.type !== 'PathExpression' || more.length > 0 || statement.hash) {
    return [{ line, what: `{{#${name}}} is not known; there are {{#if x}}, {{#unless x}} and {{#each x}}.` }];
  }
  const found = resolve(subject, scopes);
  if (typeof found === 'object' && 'problem' in found) return [{ line, what: found.problem }];
  const other = complaints(statement.inverse?.body ?? [], scopes);
  if (name !== 'each') return [...complaints(statement.program.body, scopes), ...other];
  if (found === 'text' || !('each' in found)) {
    return [{ line, what: `{{#each ${subject.original}}}: ${subject.original} is no list. Write {{#if …}}.` }];
  }
  return [...complaints(statement.program.body, [...scopes, found.each]), ...other];
}

function resolve(path: hbs.AST.PathExpression, scopes: readonly Scope[]): Scope | { readonly problem: string } {
  if (path.data) {
    const isPosition = scopes.length > 1 && path.parts.length === 1 && POSITIONS.includes(String(path.parts[0]));
    return isPosition ? 'text' : { problem: `there is no ${path.original}.` };
  }
  let scope = scopes[scopes.length - 1 - path.depth];
  if (scope === undefined) return { problem: `${path.original} leads outside of the template.` };
  for (const part of path.parts) {
    const names: Readonly<Record<string, Scope>> = typeof scope === 'object' && 'names' in scope ? scope.names : {};
    if (!Object.hasOwn(names, part)) return { problem: unknown(path.original, part, Object.keys(names)) };
    scope = names[part] as Scope;
  }
  return scope;
}

function unknown(written: string, part: string, known: readonly string[]): string {
  const meant = didYouMean(part, known);
  return `there is no placeholder ${written}.${meant ? ` Did you mean ${meant}?` : ''}`;
}
