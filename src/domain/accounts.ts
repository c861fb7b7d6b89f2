export const PROJECT_ROLES = ['leads', 'developers', 'viewers'] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

/** A person in an account plan. */
export interface PlannedPerson {
  readonly mail: string;
  /** sAMAccountName: the existing one, or the proposed one. At most 20 characters. */
  readonly id: string;
  readonly name: string;
  /** False: Berth creates the user and mails an activation link. */
  readonly exists: boolean;
  /** For the project's team on GitHub; absent when the directory knows none. */
  readonly githubLogin?: string;
}

export interface PlannedGroup {
  readonly role: ProjectRole;
  /** e.g. `berth-payments-leads`. */
  readonly name: string;
  /** Ids of people of the plan. */
  readonly members: readonly string[];
  /** Ids of those who were in the group before this request; absent when the group is new. Undo leaves them in it. */
  readonly existing?: readonly string[];
}

/** What step 2 is about to make; support sees it, may edit it and confirms it. */
export interface AccountPlan {
  readonly project: string;
  /** Reference of the request that made the project; absent when this one makes it. */
  readonly madeBy?: string;
  readonly people: readonly PlannedPerson[];
  readonly groups: readonly PlannedGroup[];
}

/** A project that an earlier request made, without what the request in question has added to it already. */
export interface StandingProject {
  /** Reference of the request that made it. */
  readonly madeBy: string;
  /** Directory ids of the enabled people directly in each group. */
  readonly members: Readonly<Record<ProjectRole, readonly string[]>>;
}

/** What step 2 made. Ids only: no password ever leaves the activity. */
export interface AccountResult {
  /** Human lines such as `group berth-payments-leads`, newest last; what undo will take back. */
  readonly created: readonly string[];
  /** Ids of users that were created and must activate their account. */
  readonly toActivate: readonly string[];
}

/** What became of a project's accounts when one of its environments was removed. */
export interface ProjectEnd {
  /** What was done and what was left, for people; the same on every attempt. */
  readonly done: readonly string[];
  /** Reference of the request that made the project; absent when the directory knows no such project. */
  readonly madeBy?: string;
  /** References of the requests that still need it; none when it has ended. */
  readonly neededBy: readonly string[];
}

/** A name that a directory server does not show yet. */
export interface ReplicationGap {
  readonly server: string;
  readonly name: string;
}
