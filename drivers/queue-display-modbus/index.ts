export { createModbusDisplay } from './driver.ts';
export { DisplayProfileName, fitsDisplay } from './profiles.ts';
