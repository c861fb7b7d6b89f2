/** Plural forms that English does not have; https://cldr.unicode.org/index/cldr-spec/plural-rules has those of every language. */
type MoreForms = 'zero' | 'two' | 'few' | 'many';

/** The texts `T` in another language: the same keys, and with the plurals whatever forms that language has besides. */
export type TextsOf<T> = { readonly [K in keyof T]: T[K] extends string ? string : TextsOf<T[K]> } & {
  readonly [K in keyof T as K extends `${infer Stem}_other` ? `${Stem}_${MoreForms}` : never]?: string;
};
