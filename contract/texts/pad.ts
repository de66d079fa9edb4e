// The pad in front of the citizen at a counter: seven inches, read from an arm's length.
import { inBoth } from './catalogue.ts';

export const pad = inBoth(
  {
    'pad.idle': '{site}\nQuầy {counter}',
    'pad.called': 'Mời số {number}\nvào quầy {counter}',
    'pad.fee': 'Phí {amount}\nQuét mã bằng ứng dụng ngân hàng',
    'pad.turn': 'Số {number}\nQuét mã để xem lượt của mình',
    'pad.question': 'Ông/bà thấy lần phục vụ\nvừa rồi thế nào?',
    'pad.second': '{criterion}:\nông/bà thấy thế nào?',
    'pad.thanks': 'Cảm ơn ông/bà\nđã đánh giá!',
    'pad.rate': 'Số {number}\nQuét mã để đánh giá lần phục vụ này',
  },
  {
    'pad.idle': '{site}\nCounter {counter}',
    'pad.called': 'Number {number}\nto counter {counter}, please',
    'pad.fee': 'Fee {amount}\nScan with your banking app',
    'pad.turn': 'Number {number}\nScan to see your turn',
    'pad.question': 'How was the service\nyou just had?',
    'pad.second': '{criterion}:\nhow was it?',
    'pad.thanks': 'Thank you\nfor your rating!',
    'pad.rate': 'Number {number}\nScan to rate this visit',
  },
);
