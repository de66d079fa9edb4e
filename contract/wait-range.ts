/** Minutes until the call: eight people of ten wait so long. Whole below 20, in fives above; `low` 0: at any moment. */
export interface WaitRange {
  readonly low: number;
  readonly high: number;
}
