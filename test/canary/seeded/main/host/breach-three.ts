// Breaks electron-only-in-shell.
import { app } from 'electron';

export const used = app;
