// A unit is asked for its first register, and only at an address that the fitter gave: a line may hold others' devices. A
// refusal proves a unit just as well.
import { CAUTION, type Probe, type ProbeQuestion, toHex } from '../core/probe.ts';
import { encodeRequest, type Framing, findReply } from './codec.ts';

const TRANSACTION = 1;

const askFor = (framing: Framing, where: Pick<ProbeQuestion, 'bauds' | 'tcpPorts'>): ProbeQuestion => {
  const request = (address: number) => ({ verb: 'read', address, first: 0, count: 1 }) as const;
  const addressAt = framing === 'rtu' ? 0 : 6;
  return {
    ...where,
    caution: CAUTION.addressed,
    files: 'not-asked',
    frames: ({ addresses }) => addresses.map((address) => encodeRequest(request(address), framing, TRANSACTION)),
    recognise(answer, sent) {
      const address = sent?.[addressAt];
      if (sent === null || address === undefined) return null;
      const reply = findReply(answer, request(address), { framing, transaction: TRANSACTION });
      if (reply === null) return null;
      const said = reply.kind === 'exception' ? `refused with code ${reply.code}` : 'answered';
      return {
        model: `Modbus unit ${address}, ${said}`,
        confidence: 'certain',
        evidence: `${toHex(sent)} → ${toHex(answer)}`,
        options: { profile: 'dm36b06', framing },
      };
    },
  };
};

export const modbusProbe: Probe = {
  questions: [
    askFor('tcp', { bauds: [], tcpPorts: [502] }),
    askFor('tcp', { bauds: [], tcpPorts: 'any' }),
    askFor('rtu', { bauds: [9600, 19_200], tcpPorts: 'any' }),
  ],
  usb: () => null,
};
