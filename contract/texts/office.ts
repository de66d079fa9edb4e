// What every page of the office says at its log-in and in its head.
import { inBoth } from './catalogue.ts';

export const office = inBoth(
  {
    'office.language': 'English',
    'office.login': 'Tên đăng nhập',
    'office.password': 'Mật khẩu',
    'office.demo': 'Tài khoản dùng thử',
  },
  {
    'office.language': 'Tiếng Việt',
    'office.login': 'Login name',
    'office.password': 'Password',
    'office.demo': 'Demo accounts',
  },
);
