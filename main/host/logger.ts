// Structured logs: a JSON line an event. Errors keep their message and stack wherever we hang them.
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

export const createLogger = (level: string, destination: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: stdSerializers.err, cause: stdSerializers.err },
    },
    destination,
  );
