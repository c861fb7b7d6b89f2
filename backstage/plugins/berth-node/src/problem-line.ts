/** One thing that is wrong with what was sent: where, what, and how to mend it. */
export interface BerthProblem {
  readonly where: string;
  readonly what: string;
  readonly mend: string;
}

/** As Berth itself says it everywhere: sentences, behind where it is. Berth's own tests hold it to that. */
export function problemLine({ where, what, mend }: BerthProblem): string {
  const said = [what, mend].filter((text) => text !== '').map((text) => (/[.!?:]$/.test(text) ? text : `${text}.`));
  return [where, said.join(' ')].filter((text) => text !== '').join(': ');
}
