export { createQsystemKeypad } from './driver.ts';
