// LED boards of text lines over the hall: a few words, read from ten metres. The longest form that fits is shown.
import { inBoth } from './catalogue.ts';

export const messageBoard = inBoth(
  {
    'messageBoard.number': 'Mời số {number}',
    'messageBoard.counter': 'đến quầy {counter}',
    'messageBoard.call': 'Mời số {number} đến quầy {counter}',
    'messageBoard.short': 'Số {number} quầy {counter}',
    'messageBoard.shorter': '{number} quầy {counter}',
    'messageBoard.shortest': '{number} → {counter}',
    'messageBoard.idle': 'Xin mời lấy số',
    'messageBoard.emergency': 'KHẨN CẤP',
  },
  {
    'messageBoard.number': 'Number {number}',
    'messageBoard.counter': 'counter {counter}',
    'messageBoard.call': 'Number {number} to counter {counter}',
    'messageBoard.short': '{number} to counter {counter}',
    'messageBoard.shorter': '{number} counter {counter}',
    'messageBoard.shortest': '{number} → {counter}',
    'messageBoard.idle': 'Please take a number',
    'messageBoard.emergency': 'EMERGENCY',
  },
);
