import type { Config } from '../config.ts';
import { describeProblem, loadMailTemplates } from '../mail/templates.ts';
import { type Finding, Missing, tryOut } from './finding.ts';

/** The words of a team for mails, where it has some. */
export async function checkMails({ smtp }: Pick<Config, 'smtp'>): Promise<Finding[]> {
  const { templates } = smtp;
  if (templates === undefined) return [];
  const readable = async () => {
    const { problems } = loadMailTemplates(templates);
    if (problems.length === 0) return `${templates} can be used`;
    throw new Missing(`${problems.map(describeProblem).join(' ')} Berth sends its own words meanwhile.`);
  };
  return [await tryOut('smtp', 'words', readable)];
}
