export { createEscposPrinter } from './driver.ts';
export { PrinterModel } from './models.ts';
