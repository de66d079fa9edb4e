import { join } from '../../contract/texts/catalogue.ts';
import { deviceTrouble } from '../../contract/texts/device-trouble.ts';
import { devices } from '../../contract/texts/devices.ts';
import { hubLinkTexts } from '../../contract/texts/hub-link.ts';
import { office } from '../../contract/texts/office.ts';
import { deviceWords } from '../../contract/texts/words.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(office, devices, deviceWords, deviceTrouble, hubLinkTexts));
