export interface Block {
  readonly type: string;
  readonly block_id: string;
  readonly [key: string]: unknown;
}
