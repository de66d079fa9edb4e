// What is wrong with `ratings` of site.yaml, for whoever writes it.
import { inBoth } from './catalogue.ts';

export const ratingConfig = inBoth(
  {
    'ratingConfig.template': 'không có mẫu phiếu này. Chọn một trong: {known}.',
    'ratingConfig.twice': '{key}: mã "{id}" bị trùng. Mỗi mã chỉ dùng một lần, xin đổi mã thứ hai.',
    'ratingConfig.id': 'mã chỉ gồm chữ thường không dấu, số và dấu gạch nối, dài 1 đến 40.',
    'ratingConfig.name': 'cần tên bằng cả hai thứ tiếng, mỗi tên 1 đến 120 ký tự: name: { vi: …, en: … }.',
    'ratingConfig.many': 'nhiều nhất {max} mục.',
  },
  {
    'ratingConfig.template': 'there is no such template. Choose one of: {known}.',
    'ratingConfig.twice': '{key}: "{id}" stands there twice. Each must be there once; change the second one.',
    'ratingConfig.id': 'an id is lower-case letters, digits and hyphens, 1 to 40 of them.',
    'ratingConfig.name': 'a name in both languages is needed, 1 to 120 characters each: name: { vi: …, en: … }.',
    'ratingConfig.many': 'at most {max} are allowed.',
  },
);
