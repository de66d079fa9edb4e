/** A Vietnamese phone number as it is kept, ten digits that begin with 0, from what somebody typed; null: it is none. */
export const plainPhone = (typed: string): string | null => {
  const digits = typed.replace(/[\s.-]/g, '').replace(/^\+84/, '0');
  return /^0\d{9}$/.test(digits) ? digits : null;
};
