/*
 * Every guard that stands between an attempt and its counting, and the code without it. What only repeats another one, or
 * only words a refusal, is not here.
 */
export interface Guard {
  readonly file: string;
  /** As it stands in the file, once. */
  readonly code: string;
  readonly without: string;
}

const RULES = 'src/domain/decision-rules.ts';
const PROGRESS = 'src/domain/approval-progress.ts';
const STAGE = 'src/domain/approval.ts';
const BINDING = 'src/domain/binding.ts';
const SEATS = 'src/domain/seats.ts';
const ABSENCE = 'src/domain/absence.ts';
const APPROVERS = 'src/auth/approvers.ts';
const DELEGATES = 'src/auth/delegates.ts';
const JUDGE = 'src/activities/decisions.ts';
const TOKENS = 'src/auth/decision-tokens.ts';

const guards = (file: string, pairs: readonly (readonly [code: string, without: string])[]): Guard[] =>
  pairs.map(([code, without]) => ({ file, code, without }));

/** A condition that is never met any more. */
const never = (file: string, conditions: readonly string[]): Guard[] =>
  guards(
    file,
    conditions.map((code) => [code, code.replace(/if \(.*\)$/, 'if (Boolean(0))')]),
  );

const PROVEN_FIELDS = ['id', 'reference', 'person', 'verdict', 'specHash', 'stage', 'channel', 'reason', 'expires'];
const BOUND = `const BOUND = [${PROVEN_FIELDS.map((name) => `'${name}'`).join(', ')}] as const;`;

export const GUARDS: readonly Guard[] = [
  // At the door.
  ...never(RULES, [
    'if (!VERDICTS.includes(decision?.verdict))',
    "if (typeof decision.id !== 'string' || decision.id === '' || typeof decision.person !== 'string')",
    'if (decision.reference !== open.reference)',
    'if (decision.specHash !== open.specHash)',
    "if (decision.verdict === 'request-changes' && open.removes)",
  ]),
  ...guards(RULES, [
    ["if (decision.channel === 'policy') return 'Nobody speaks for the policy';", ''],
    ['return refusalOfStage(open, open.stage, decision);', 'return undefined;'],
    ['if (queue.seenDecisions.includes(decision.id)) return false;', ''],
    ['...seenDecisions.filter((seen) => seen !== id)', '...seenDecisions'],
  ]),
  // What anybody can tell who sees nothing but what was sent.
  ...guards(RULES, [["if (decision.channel === 'policy') return 'Nobody speaks for the policy.';", '']]),
  ...never(RULES, [
    'if (decision.reference !== reference)',
    'if (decision.specHash !== specHash)',
    'if (decision.stage !== stage.name)',
    'if (!(Date.parse(decision.expires) > Date.parse(now)))',
  ]),
  // The proof.
  ...guards(RULES, [
    ['if (proven) return undefined;', 'return undefined;'],
    ['if (decision.token)', 'if (Boolean(0))'],
    ["if (decision.channel !== 'signal')", 'if (Boolean(0))'],
    ['if (trustsSignals) return undefined;', 'return undefined;'],
  ]),
  ...guards(
    TOKENS,
    PROVEN_FIELDS.map((name) => [BOUND, BOUND.replace(`'${name}', `, '').replace(`, '${name}'`, '')] as const),
  ),
  ...guards('src/auth/tokens.ts', [['audience: purpose, ', '']]),
  ...guards(JUDGE, [['proven: await isProven(auth.decisionKey, input.decision),', 'proven: true,']]),
  // The person.
  ...never(RULES, [
    'if (person.sharesWith)',
    'if (namesOf(person).some((name) => involved.has(name)))',
    'if (seat === undefined)',
    'if (approved.some(({ person }) => person === id))',
  ]),
  ...guards(RULES, [
    [
      'if (!person) return `The directory knows nobody called "${decision.person}".`;',
      'if (!person) return undefined;',
    ],
    ['facts.person ? { ...said, person: facts.person.id } : said', 'said'],
    ['if (!before) return undefined;', 'return undefined;'],
    ['const speaksFor = rolesOf(seat, facts.stage);', 'const speaksFor = rolesOf(decision.person, facts.stage);'],
    ['...(own ? {} : { seat })', ''],
  ]),
  ...guards(JUDGE, [
    ['const stage = await asOfNow(deps, input.stage, request, involved);', 'const { stage } = input;'],
    ['review.commit === input.headSha && ', ''],
  ]),
  // Who is involved, under every name, and who may speak.
  ...guards(APPROVERS, [
    ['...[requesterId, requester, ...others].map(fold)', '...[requester, ...others].map(fold)'],
    ['...(startedBy === undefined ? [] : [startedBy]), ', ''],
    ['[startedBy]), ...editedBy]', '[startedBy])]'],
    ['.map(fold), ...names]', '.map(fold)]'],
    ["if (name.includes('@')) return findPerson({ mail: name });", ''],
    [' ?? findPerson({ githubLogin: name })', ''],
    ['!involved.has(fold(id)) && ', ''],
    [' && !auditors.has(fold(id))', ''],
    ['return lead ? [lead.id] : [];', 'return lead ? [lead.id] : [leadId];'],
  ]),
  // Who stands in for whoever is away, and on whose seat they decide.
  ...guards(ABSENCE, [
    ['Date.parse(until) > now', 'until'],
    ['Date.parse(from) <= now', 'from'],
    ['Date.parse(b.at) - Date.parse(a.at)', 'Date.parse(a.at) - Date.parse(b.at)'],
    ['if (isSameName(by, delegate) && !isSameName(by, person)) return undefined;', ''],
  ]),
  ...guards(DELEGATES, [
    ['if (!mayDelegate) return [];', ''],
    [' && !approvers.includes(delegate.person)', ''],
    [' || involved.has(fold(window.by))', ''],
    ['holder.sharesWith || ', ''],
    ['if (openAbsence(own, now)) return undefined;', ''],
    ['person.sharesWith || ', ''],
    [' || namesOf(person).some((name) => involved.has(name))', ''],
    ['return hasName(auditors, person.id) ? undefined : person;', 'return person;'],
    ['return people.filter((_, i) => !found[i]);', 'return [];'],
  ]),
  ...guards(SEATS, [
    ['if (stage.approvers.includes(person)) return person;', ''],
    ['seats.find((seat) => needed.includes(seat)) ?? ', ''],
    ['seats.find((seat) => !filled.includes(seat)) ?? ', ''],
  ]),
  // What stands of what was said.
  ...guards(PROGRESS, [
    ["counts && decision.verdict === 'approve' && decision.stage", 'decision.stage'],
    [' && isBoundTo(stage, binding)', ''],
    ['if (!stage || !isBoundTo(stage, binding)) return why;', 'if (!stage) return why;'],
    ['if (stage.approvers.includes(decision.person)) return undefined;', 'return undefined;'],
    ['if (seat !== decision.person && barred.includes(decision.person))', 'if (Boolean(0))'],
    ['if (stage.approvers.includes(seat)) return undefined;', 'return undefined;'],
    ['if (seat === undefined || stage.approvers.includes(person))', 'if (seat === undefined)'],
    ['known.get(id)?.includes(role) ?? people.includes(id)', 'people.includes(id)'],
    [
      'decisions: settled.decisions.map((judged) => asSeatedNow(judged, assessment.stages))',
      'decisions: settled.decisions',
    ],
  ]),
  ...guards(STAGE, [
    ['every((part) => parts.has(part))', 'some((part) => parts.has(part))'],
    ['people).length >= stage.count', 'people).length >= 1'],
    ["if (stage.mode === 'all') return unspokenFor(stage.parties, people).length === 0;", ''],
    ['if (!party.people.includes(id) || tried.has(id)) continue;', 'if (tried.has(id)) continue;'],
    ['if (other && !giveSpeaker(other, people, speaker, tried)) continue;', ''],
  ]),
  ...guards(BINDING, [
    ['[name, mode, count ?? null', '[name, count ?? null'],
    ['count ?? null, ', ''],
    [', mayDelegate]);', ']);'],
    ['of.toSorted(), ', ''],
    ['content: plan.contentHash,', "content: '',"],
    ['cost: [before, after, delta, currency, costCentre],', 'cost: [],'],
    [
      'placement: plan.placements.map(({ cluster, executor }) => `${cluster} ${executor}`).toSorted(),',
      'placement: [],',
    ],
  ]),
  ...guards('src/domain/approval-diff.ts', [['isSameChange(before.plan, after.plan) && ', '']]),
];
