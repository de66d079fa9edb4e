// Expected trouble is a value; only bugs throw (ADR-0004).

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Refused<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Refused<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const refuse = <E>(error: E): Refused<E> => ({ ok: false, error });
