// Who may do what.
import { z } from 'zod';
import { StaffId } from './ids.ts';

/**
 * `clerk` sits at a counter; `reception` takes numbers for citizens; `manager` sees the hall and its reports, opens and closes
 * services; `responder` answers the remarks that were handed to their unit; `teacher` sees and corrects the attendance of the
 * groups that are theirs; `admin` adds people and pairs screens. Nobody is above anybody: a person has every role that the work needs.
 */
export const StaffRole = z.enum(['clerk', 'reception', 'manager', 'responder', 'teacher', 'admin']);
export type StaffRole = z.infer<typeof StaffRole>;

export const Roles = z.array(StaffRole).min(1).max(6);

export const MemberView = z.object({
  id: StaffId,
  login: z.string(),
  name: z.string(),
  roles: z.array(StaffRole),
});
export type MemberView = z.infer<typeof MemberView>;

/** A log-in away from the counters. */
export const OfficeSession = z.object({ staff: MemberView });
export type OfficeSession = z.infer<typeof OfficeSession>;

export const LoginName = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'lower-case letters, digits, ".", "_" and "-", 1 to 40 of them');
export const Password = z.string().min(1).max(200);

export const NewMember = z.strictObject({
  login: LoginName,
  name: z.string().trim().min(1).max(80),
  password: Password,
  roles: Roles,
});
export type NewMember = z.infer<typeof NewMember>;
