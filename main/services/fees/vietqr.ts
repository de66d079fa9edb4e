// The code that a citizen's banking application reads: EMVCo merchant-presented QR with the account template of NAPAS
// (EMVCo QR Code Specification for Payment Systems, merchant-presented mode 1.1; NAPAS QR switching, part IV, 1.5.2).

import { QRPay } from 'vietnam-qr-pay';
import { amountMaxDong } from '../../../contract/dong.ts';

export interface PaymentAccount {
  /** The bank's number at NAPAS: six digits. */
  readonly bank: string;
  /** 1 to 19 letters or digits. */
  readonly account: string;
}

/** Longest words of a transfer, ASCII (EMVCo, table 3.8: purpose of transaction). */
export const purposeMax = 25;

/**
 * The payload of the code: dynamic, in đồng, to the account, with its checksum. Throws a RangeError when `amountDong` is
 * not a whole number from 1 to `amountMaxDong`, or `purpose` is not 1 to 25 letters, digits and spaces.
 */
export const vietQr = (
  { bank, account }: PaymentAccount,
  { amountDong, purpose }: { readonly amountDong: number; readonly purpose: string },
): string => {
  if (!Number.isInteger(amountDong) || amountDong < 1 || amountDong > amountMaxDong)
    throw new RangeError(`A fee is a whole number of đồng from 1 to ${amountMaxDong}, not ${amountDong}`);
  if (!/^[A-Za-z0-9 ]{1,25}$/.test(purpose))
    throw new RangeError(`The words of a transfer are 1 to ${purposeMax} letters, digits and spaces, not "${purpose}"`);
  return QRPay.initVietQR({ bankBin: bank, bankNumber: account, amount: String(amountDong), purpose }).build();
};
