// The pad in front of the citizen at a counter: seven inches, read from an arm's length.
import { inBoth } from './catalogue.ts';

export const pad = inBoth(
  {
    'pad.idle': '{site}\nQuầy {counter}',
    'pad.called': 'Mời số {number}\nvào quầy {counter}',
    'pad.fee': 'Phí {amount}\nQuét mã bằng ứng dụng ngân hàng',
    'pad.turn': 'Số {number}\nQuét mã để xem lượt của mình',
  },
  {
    'pad.idle': '{site}\nCounter {counter}',
    'pad.called': 'Number {number}\nto counter {counter}, please',
    'pad.fee': 'Fee {amount}\nScan with your banking app',
    'pad.turn': 'Number {number}\nScan to see your turn',
  },
);
