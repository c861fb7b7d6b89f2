/** Characters that titles keep out: in pull requests, pages and chat they would mean something. */
export const NOT_IN_TITLES = /[^\p{L}\p{M}\p{N} .,:;'"&/+#_()!?-]/gu;

/** One line of at most 100 characters that starts with a letter or digit. */
export const isTitle = (text: string): boolean => /^[\p{L}\p{N}].{0,99}$/u.test(text) && text.search(NOT_IN_TITLES) < 0;
