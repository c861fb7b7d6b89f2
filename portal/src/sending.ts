import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError, post } from './api.ts';

/** Something that is done by one call, with what the API said of it. */
export type Sending<B, A = unknown> = UseMutationResult<A, Error, B>;

/**
 * One intention of a person. Sent again after the network or the API failed it carries the same key, so that it is done
 * once; what the API has refused, or was changed since, is another one.
 */
export function useSend<B, A = unknown>(path: string, onSent?: (answer: A, body: B) => unknown): Sending<B, A> {
  const last = useRef({ body: '', key: '' });
  return useMutation<A, Error, B>({
    mutationFn: (body) => {
      const text = JSON.stringify(body);
      if (last.current.body !== text) last.current = { body: text, key: crypto.randomUUID() };
      return post<A>(path, body, last.current.key);
    },
    onSuccess: async (answer, body) => {
      last.current = { body: '', key: '' };
      await onSent?.(answer, body);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status < 500) last.current = { body: '', key: '' };
    },
  });
}
