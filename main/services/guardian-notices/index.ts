// Notices to guardians (ADR-0041): lined up with what they are about in one transaction, sent by the outbox, each once.
export { createFileWay } from './file-way.ts';
export { createGuardianNotices, type GuardianNotices, type Notice } from './notices.ts';
export { createOutbox, type LetterFor, type NoticeWay } from './outbox.ts';
export { createGuardianNoticesProjection } from './projection.ts';
export { furtherNotices, isStillTrue } from './rules.ts';
export { createWebhookWay } from './webhook-way.ts';
