// Before a camera: what the person does next. Short, since it is read from an arm's length.
import { inBoth } from './catalogue.ts';

export const face = inBoth(
  {
    'face.not-an-image': 'Tệp này không phải ảnh. Hãy chọn ảnh JPEG hoặc PNG.',
    'face.image-too-large': 'Ảnh quá lớn. Hãy chọn ảnh nhỏ hơn.',
    'face.image-broken': 'Ảnh bị hỏng. Hãy chụp lại.',
    'face.no-face': 'Chưa thấy khuôn mặt. Hãy nhìn vào máy ảnh.',
    'face.several-faces': 'Có nhiều người trong ảnh. Xin từng người một.',
    'face.face-at-border': 'Khuôn mặt bị cắt. Hãy đứng vào giữa.',
    'face.come-closer': 'Hãy lại gần hơn.',
    'face.look-straight': 'Hãy nhìn thẳng vào máy ảnh.',
    'face.more-light': 'Tối quá. Hãy quay mặt về phía có ánh sáng.',
    'face.less-light': 'Sáng quá. Hãy tránh ánh sáng chiếu thẳng.',
    'face.hold-still': 'Hãy giữ yên một chút.',
    'face.superseded': 'Đang xem ảnh mới hơn.',
    'face.face-core-failed': 'Chưa nhận được khuôn mặt. Xin dùng thẻ hoặc mã QR.',
  },
  {
    'face.not-an-image': 'This file is no picture. Choose a JPEG or PNG.',
    'face.image-too-large': 'The picture is too large. Choose a smaller one.',
    'face.image-broken': 'The picture is damaged. Take it again.',
    'face.no-face': 'No face in view. Look into the camera.',
    'face.several-faces': 'Several people in view. One at a time, please.',
    'face.face-at-border': 'Your face is cut off. Stand in the middle.',
    'face.come-closer': 'Come closer.',
    'face.look-straight': 'Look straight into the camera.',
    'face.more-light': 'Too dark. Turn your face to the light.',
    'face.less-light': 'Too bright. Step out of the direct light.',
    'face.hold-still': 'Hold still for a moment.',
    'face.superseded': 'Looking at a newer picture.',
    'face.face-core-failed': 'Your face could not be read. Please use your card or QR code.',
  },
);
