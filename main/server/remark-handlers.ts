// Remarks: citizens leave and read them by their token, units and managers answer.
import { RemarkToken } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import type { RemarkForm } from '../../contract/remark.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Language } from '../../contract/ticket.ts';
import type { WrongCode } from '../live/guesses.ts';
import { networkOf } from '../live/network-of.ts';
import type { Remark, Remarks } from '../services/remarks/index.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import type { Allowance } from './allowance.ts';
import { notAKiosk } from './kiosk-handlers.ts';
import { qrPath } from './qr-path.ts';
import type { RemarkScope, RemarkViews } from './remark-views.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface RemarkHandlersDeps {
  readonly site: Pick<SiteFacts, 'name'>;
  readonly staff: Pick<Staff, 'office'>;
  readonly remarks: Remarks;
  readonly views: RemarkViews;
  readonly form: Pick<RemarkForm, 'photoMaxBytes' | 'keepDays'>;
  /** Address of the page of a remark, by its token. */
  readonly remarkUrl: (token: string) => string;
  /** Address of the page to write one on. */
  readonly pageUrl: () => string;
  readonly perDevice: Allowance;
  readonly perAddress: Allowance;
  readonly wrongCode: WrongCode;
  /** Whether this browser is a kiosk of the site. */
  readonly isKiosk: (context: RpcContext) => boolean;
  /** Refusal: printer-not-ready. */
  readonly printSlip: (slip: SlipOfRemark) => Promise<Result<{ readonly isSure: boolean }, Refusal>>;
}

export interface SlipOfRemark {
  readonly language: Language;
  readonly number: number;
  /** yyyy-mm-dd. */
  readonly answerBy: string;
  readonly url: string;
}

export const unknownRemark: Refusal = { code: 'unknown-remark', message: 'There is no remark with this code.' };
const notYours: Refusal = {
  code: 'not-allowed',
  message: 'This remark is another unit’s, or needs the role manager.',
};

export const remarkHandlers = (deps: RemarkHandlersDeps): Pick<Handlers, 'remarks'> => {
  const { site, staff, remarks, views, form, remarkUrl, pageUrl, perDevice, perAddress, wrongCode } = deps;
  const { isKiosk, printSlip } = deps;
  const { rules, reads } = remarks;

  const withToken = async <T>(
    typed: string,
    { address }: RpcContext,
    act: (token: RemarkToken, remark: Remark) => Result<T, Refusal> | Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const token = RemarkToken.safeParse(typed);
    const remark = token.success ? reads.byToken(token.data) : null;
    return token.success && remark !== null ? act(token.data, remark) : wrongCode(address, unknownRemark);
  };

  const asAllowed = async <T>(
    { network, device, key }: { readonly network: string; readonly device: string; readonly key: string },
    act: () => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const asked = [
      { allowance: perAddress, name: network },
      { allowance: perDevice, name: device },
    ];
    const taken: typeof asked = [];
    const giveBack = () => {
      for (const { allowance, name } of taken) allowance.giveBack(name, key);
    };
    for (const one of asked) {
      const answer = one.allowance.take(one.name, key);
      if (answer === 'taken') taken.push(one);
      if (typeof answer !== 'number') continue;
      giveBack();
      return refuse({
        code: 'remark-limit',
        message: `Too many remarks came from ${network} or its device within an hour: again in ${answer} minutes.`,
        params: { minutes: answer },
      });
    }
    const done = await act().catch((error: unknown) => {
      giveBack();
      throw error;
    });
    if (!done.ok) giveBack();
    return done;
  };

  const asOffice = async <T>(
    { cookie }: RpcContext,
    act: (by: Member, scope: RemarkScope) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = staff.office.allow(cookie('office'), 'manager', 'responder');
    return allowed.ok ? act(allowed.value, views.scopeOf(allowed.value)) : allowed;
  };
  const onRemark = <T>(
    id: Remark['id'],
    context: RpcContext,
    act: (by: Member, scope: RemarkScope) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> =>
    asOffice(context, async (by, scope) => {
      const remark = reads.byId(id);
      if (remark === null) return refuse(unknownRemark);
      return views.isIn(scope, remark) ? act(by, scope) : refuse(notYours);
    });

  return {
    remarks: {
      form: async () => ({
        siteName: site.name,
        places: rules.places.map(({ id, name }) => ({ id, name })),
        textMax: rules.textMax,
        placeMax: rules.placeMax,
        answerDays: rules.answerDays,
        ...form,
      }),
      door: async () => ({ url: pageUrl(), qr: qrPath(pageUrl()) }),
      leave: async ({ source, device, key, ...given }, context) => {
        if (source === 'kiosk' && !isKiosk(context)) return refuse(notAKiosk(context.address));
        const network = networkOf(context.address);
        const left = await asAllowed({ network, device, key }, () => remarks.leave(given, { source, key }));
        if (!left.ok) return left;
        const url = remarkUrl(left.value.token);
        return ok({ ...left.value, url, qr: qrPath(url) });
      },
      slip: async ({ token, language }, context) =>
        isKiosk(context)
          ? withToken(token, context, (right, { number, answerBy }) =>
              printSlip({ language, number, answerBy, url: remarkUrl(right) }),
            )
          : refuse(notAKiosk(context.address)),
      find: ({ token }, context) =>
        withToken(token, context, (right, remark) => {
          const url = remarkUrl(right);
          return ok({ ...views.citizen(remark), url, qr: qrPath(url) });
        }),
      add: ({ token, text, key }, context) => withToken(token, context, (right) => remarks.add(right, text, key)),
      object: ({ token, text, key }, context) => withToken(token, context, (right) => remarks.object(right, text, key)),
      desk: ({ show }, context) => asOffice(context, async (_by, scope) => ok(views.desk(scope, show))),
      urge: (_input, context) => asOffice(context, async (_by, scope) => ok(views.urge(scope))),
      route: ({ id, unitId, why }, context) =>
        onRemark(id, context, async (by, { mayRoute }) =>
          mayRoute ? remarks.route(by.id, id, { unitId, why }) : refuse(notYours),
        ),
      draft: ({ id, text }, context) => onRemark(id, context, (by) => remarks.draft(by.id, id, text)),
      answer: ({ id, text }, context) => onRemark(id, context, (by) => remarks.answer(by.id, id, text)),
      close: ({ id, why }, context) =>
        onRemark(id, context, async (by, { mayRoute }) =>
          mayRoute ? remarks.close(by.id, id, why) : refuse(notYours),
        ),
    },
  };
};
