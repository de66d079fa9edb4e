// Answers for whoever books from afar.
import { AppointmentCode, type AppointmentView, PhoneNumber } from '../../contract/appointment.ts';
import type { ServiceId } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import type { WrongCode } from '../live/guesses.ts';
import { networkOf } from '../live/network-of.ts';
import type { Appointment, Appointments } from '../services/appointments/index.ts';
import { qrPath } from './qr-path.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface BookingHandlersDeps {
  readonly site: SiteFacts;
  readonly appointments: Appointments;
  readonly wrongCode: WrongCode;
  /** Keyed hash of a phone number. */
  readonly hashPhone: (phone: string) => string;
}

const badPhone: Refusal = {
  code: 'bad-phone',
  message: 'The phone number is not ten digits that begin with 0 (or +84).',
};

/** Does `act` with a code as somebody typed it; wrong ones are counted against the address, and slowed. */
export const withCode = async <T>(
  typed: string,
  { address }: RpcContext,
  wrongCode: WrongCode,
  act: (code: AppointmentCode) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> => {
  const code = AppointmentCode.safeParse(typed.replace(/[\s-]/g, ''));
  const result: Result<T, Refusal> = code.success
    ? await act(code.data)
    : refuse({ code: 'unknown-appointment', message: 'The code is not eight letters and digits.' });
  return !result.ok && result.error.code === 'unknown-appointment' ? wrongCode(address, result.error) : result;
};

export const bookingHandlers = ({
  site,
  appointments,
  wrongCode,
  hashPhone,
}: BookingHandlersDeps): Pick<Handlers, 'booking'> => {
  const { rules } = appointments;
  const nameOf = (id: ServiceId): LocalisedText =>
    site.services.find((service) => service.id === id)?.name ?? { vi: id, en: id };
  const view = ({ code, serviceId, startMs, state }: Appointment): AppointmentView => ({
    code,
    serviceId,
    service: nameOf(serviceId),
    startMs,
    state,
    checkInFromMs: startMs - rules.checkInBeforeMs,
    checkInUntilMs: startMs + rules.checkInAfterMs,
    qr: qrPath(`MC:${code}`),
  });
  const viewOf = (result: Result<Appointment, Refusal>): Result<AppointmentView, Refusal> =>
    result.ok ? ok(view(result.value)) : result;
  return {
    booking: {
      choices: async () => ({
        siteName: site.name,
        services: site.services.flatMap(({ id, name }) => {
          const slots = rules.services.get(id);
          return slots === undefined ? [] : [{ id, name, slotMinutes: slots.slotMinutes }];
        }),
      }),
      days: async ({ serviceId }) => appointments.days(serviceId),
      slots: async ({ serviceId, date }) => appointments.slots(serviceId, date),
      hold: async (ask, { address }) => appointments.hold({ ...ask, address: networkOf(address) }),
      book: async ({ phone, ...ask }) => {
        const number = PhoneNumber.safeParse(phone);
        if (!number.success) return refuse(badPhone);
        return viewOf(await appointments.book({ ...ask, person: hashPhone(number.data) }));
      },
      find: ({ code }, context) =>
        withCode(code, context, wrongCode, async (right) => {
          const found = appointments.find(right);
          return found === null
            ? refuse({ code: 'unknown-appointment', message: `There is no appointment ${right}.` })
            : ok(view(found));
        }),
      move: ({ code, startMs }, context) =>
        withCode(code, context, wrongCode, async (right) => viewOf(await appointments.move(right, startMs))),
      cancel: ({ code }, context) =>
        withCode(code, context, wrongCode, async (right) => viewOf(await appointments.cancel(right))),
    },
  };
};
