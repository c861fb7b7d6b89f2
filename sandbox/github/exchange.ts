/** A call of the REST API and its answer, as they went over the wire. */
export interface Exchange {
  /** Who called; nobody when the credentials were refused. */
  readonly login: string | undefined;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Without credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answer: ExchangedAnswer;
}

export interface ExchangedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
