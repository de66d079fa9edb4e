// What is wrong with a table that somebody hands in, and what may stand there.
import type { TableProblemCode } from '../table.ts';
import { inBoth } from './catalogue.ts';

type TableTexts = Readonly<Record<`table.${TableProblemCode}` | 'table.place' | 'table.more', string>>;

const vi = {
  'table.place': 'Dòng {row}, cột “{column}”',
  'table.more': 'và {count} lỗi nữa',
  'table.too-large': 'Tệp lớn {value}; nhiều nhất {max}. Chia tệp làm nhiều phần.',
  'table.unknown-format': 'Tệp “{value}” không phải .xlsx hay .csv. Lưu lại dưới một trong hai dạng đó.',
  'table.unreadable': 'Không đọc được tệp: {value}. Mở bằng phần mềm bảng tính, lưu lại rồi thử lần nữa.',
  'table.not-utf8': 'Tệp CSV không dùng bảng mã UTF-8. Lưu lại dưới dạng “CSV UTF-8”, hoặc dùng .xlsx.',
  'table.no-header': 'Không thấy dòng tiêu đề. Một trong {max} dòng đầu phải có các cột: {allowed}.',
  'table.no-rows': 'Dưới dòng tiêu đề không có dòng nào.',
  'table.too-many-rows': 'Tệp có {value} dòng; nhiều nhất {max}.',
  'table.missing': 'Ô để trống. Điền vào ô này.',
  'table.formula': 'Ô là công thức. Chép lại dưới dạng giá trị.',
  'table.not-text': '“{value}” là số hay ngày. Định dạng ô là Văn bản rồi gõ lại.',
  'table.not-a-code': '“{value}” không phải mã. Dùng chữ không dấu, số, dấu chấm, gạch nối; nhiều nhất 40 ký tự.',
  'table.not-an-id': '“{value}” không phải mã. Dùng chữ thường không dấu, số, gạch nối; nhiều nhất 40 ký tự.',
  'table.not-minutes': '“{value}” không phải số phút. Ghi một số nguyên từ {min} đến {max}.',
  'table.not-a-question': '“{value}” không phải loại câu hỏi. Ghi “tiêu chí” hoặc “lý do”.',
  'table.not-a-file':
    '“{value}” không phải tên tệp của bảng. Dùng chữ, số, dấu cách, -_.() và đuôi .jpg, .png, .webp, .mp4, .webm, .txt.',
  'table.not-a-sum': '“{value}” không phải số tiền. Ghi số đồng, ví dụ 8.000, hoặc “miễn phí”.',
  'table.not-days': '“{value}” không phải thời hạn. Ghi số ngày làm việc từ 0 đến 365, hoặc “trong ngày”.',
  'table.not-a-link': '“{value}” không phải địa chỉ. Ghi địa chỉ bắt đầu bằng https:// hoặc http://.',
  'table.not-a-service': '“{value}” không phải dịch vụ lấy số ở đây. Dùng một trong: {allowed}; hoặc để trống.',
  'table.not-yes-or-no': '“{value}” không rõ có hay không. Ghi “có” hoặc để trống.',
  'table.too-long': '“{value}” dài {length} ký tự; nhiều nhất {max}.',
  'table.too-many': 'Có {value} mục; nhiều nhất {max}.',
  'table.twice': 'Mã “{value}” đã có ở dòng {other}. Mỗi mã chỉ đứng một lần.',
  'table.not-a-date': '“{value}” không phải ngày dùng được. Ghi ngày/tháng/năm, từ {min} đến {max}, ví dụ 24/11/2018.',
  'table.not-a-kind': '“{value}” không phải loại người. Ghi một trong: {allowed}.',
  'table.not-a-card': '“{value}” không phải số thẻ. Ghi số in trên thẻ hoặc số đầu đọc báo, nhiều nhất 40 chữ và số.',
  'table.card-twice': 'Thẻ này đã có ở dòng {other}. Mỗi thẻ chỉ của một người.',
  'table.card-taken': 'Thẻ này đang của người có mã {value}. Gỡ thẻ khỏi người đó trước.',
} satisfies TableTexts;

const en: Readonly<Record<keyof typeof vi, string>> = {
  'table.place': 'Row {row}, column “{column}”',
  'table.more': 'and {count} more',
  'table.too-large': 'The file has {value}; {max} at most. Divide it.',
  'table.unknown-format': '“{value}” is neither .xlsx nor .csv. Save it as one of them.',
  'table.unreadable': 'The file cannot be read: {value}. Open it in a spreadsheet, save it and try again.',
  'table.not-utf8': 'The CSV file is not in UTF-8. Save it as “CSV UTF-8”, or use .xlsx.',
  'table.no-header': 'No row of headings was found. One of the first {max} rows must have the columns: {allowed}.',
  'table.no-rows': 'There is no row below the headings.',
  'table.too-many-rows': 'The file has {value} rows; {max} at most.',
  'table.missing': 'The cell is empty. Fill it in.',
  'table.formula': 'The cell is a formula. Paste it as a value.',
  'table.not-text': '“{value}” is a number or a date. Format the cell as text and type it again.',
  'table.not-a-code': '“{value}” is no code. Use letters without marks, digits, dots, hyphens; 40 characters at most.',
  'table.not-an-id':
    '“{value}” is no id. Use lower-case letters without marks, digits, hyphens; 40 characters at most.',
  'table.not-minutes': '“{value}” is no number of minutes. Write a whole number from {min} to {max}.',
  'table.not-a-question': '“{value}” is no kind of question. Write “tiêu chí” (criterion) or “lý do” (reason).',
  'table.not-a-file':
    '“{value}” is no name of a file for boards. Use letters, digits, blanks, -_.() and .jpg, .png, .webp, .mp4, .webm, .txt at the end.',
  'table.not-a-sum': '“{value}” is no sum. Write it in đồng, such as 8.000, or “miễn phí” (free).',
  'table.not-days': '“{value}” is no time limit. Write working days from 0 to 365, or “trong ngày” (the same day).',
  'table.not-a-link': '“{value}” is no address. Write one that begins with https:// or http://.',
  'table.not-a-service': '“{value}” is no service of this place. Use one of: {allowed}; or leave it empty.',
  'table.not-yes-or-no': '“{value}” is neither yes nor no. Write “có” (yes) or leave it empty.',
  'table.too-long': '“{value}” has {length} characters; {max} at most.',
  'table.too-many': 'There are {value} entries; {max} at most.',
  'table.twice': 'The code “{value}” stands in row {other} already. Each may stand once.',
  'table.not-a-date': '“{value}” is no date that fits. Write day/month/year from {min} to {max}, such as 24/11/2018.',
  'table.not-a-kind': '“{value}” is no kind of person. Write one of: {allowed}.',
  'table.not-a-card':
    '“{value}” is no card number. Write what is printed or what the reader tells; 40 letters and digits at most.',
  'table.card-twice': 'This card stands in row {other} already. A card belongs to one person.',
  'table.card-taken': 'This card belongs to the person with the code {value}. Take it from them first.',
};

export const table = inBoth(vi, en);
