// The keys of a call keypad that draws its own. A clerk reads them from half a metre, on 15 mm.
import { inBoth } from './catalogue.ts';

export const keypad = inBoth(
  {
    'keypad.call': 'Gọi',
    'keypad.start': 'Bắt đầu',
    'keypad.redirect': 'Chuyển',
    'keypad.hold': 'giữ 1 giây',
    'keypad.finish': 'Xong',
    'keypad.waiting': '{count} chờ',
  },
  {
    'keypad.call': 'Call',
    'keypad.start': 'Start',
    'keypad.redirect': 'Transfer',
    'keypad.hold': 'hold 1 s',
    'keypad.finish': 'Finish',
    'keypad.waiting': '{count} waiting',
  },
);
