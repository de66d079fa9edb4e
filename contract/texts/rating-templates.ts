// What forms of satisfaction ask, as a site may choose them. None has been compared with the text of a law or with the
// printed form it is named after; `source` says so to whoever chooses one.
import type { LocalisedText } from '../ticket.ts';

export interface RatingTemplate {
  readonly name: LocalisedText;
  /** Where its questions come from. */
  readonly source: LocalisedText;
  /** Worst first. */
  readonly levels: readonly { readonly level: number; readonly name: LocalisedText }[];
  readonly criteria: readonly { readonly id: string; readonly name: LocalisedText }[];
  readonly reasons: readonly { readonly id: string; readonly name: LocalisedText }[];
}

const fiveLevels = [
  { level: 1, name: { vi: 'Rất không hài lòng', en: 'Very dissatisfied' } },
  { level: 2, name: { vi: 'Không hài lòng', en: 'Dissatisfied' } },
  { level: 3, name: { vi: 'Bình thường', en: 'Neither' } },
  { level: 4, name: { vi: 'Hài lòng', en: 'Satisfied' } },
  { level: 5, name: { vi: 'Rất hài lòng', en: 'Very satisfied' } },
] as const;

/** On the scale of five, so that the share of the satisfied means the same as with five faces. */
const threeLevels = [
  { level: 2, name: { vi: 'Không hài lòng', en: 'Dissatisfied' } },
  { level: 3, name: { vi: 'Bình thường', en: 'Neither' } },
  { level: 4, name: { vi: 'Hài lòng', en: 'Satisfied' } },
] as const;

const reasons = [
  { id: 'cho-lau', name: { vi: 'Chờ quá lâu', en: 'Waited too long' } },
  { id: 'thieu-huong-dan', name: { vi: 'Không được hướng dẫn rõ', en: 'No clear guidance' } },
  { id: 'di-lai-nhieu', name: { vi: 'Phải đi lại nhiều lần', en: 'Had to come several times' } },
  { id: 'thai-do-kem', name: { vi: 'Thái độ chưa đúng mực', en: 'Improper attitude' } },
] as const;

export const ratingTemplates = {
  'mot-cua': {
    name: { vi: 'Năm mức, bốn câu hỏi', en: 'Five levels, four questions' },
    source: { vi: 'Mẫu của phần mềm này, không theo văn bản nào', en: 'Made for this software, after no legal text' },
    levels: fiveLevels,
    criteria: [
      { id: 'thai-do', name: { vi: 'Thái độ phục vụ', en: 'Attitude' } },
      { id: 'thoi-gian', name: { vi: 'Thời gian giải quyết', en: 'Time taken' } },
      { id: 'huong-dan', name: { vi: 'Hướng dẫn rõ ràng', en: 'Clear guidance' } },
      { id: 'mot-lan', name: { vi: 'Yêu cầu giấy tờ một lần', en: 'Papers asked for once' } },
    ],
    reasons,
  },
  'nam-muc': {
    name: { vi: 'Năm mức, không hỏi thêm', en: 'Five levels, nothing more' },
    source: {
      vi: 'Thang năm mức của các khảo sát SIPAS. Chưa đối chiếu với văn bản.',
      en: 'The five levels of SIPAS surveys. Not verified against the legal text.',
    },
    levels: fiveLevels,
    criteria: [],
    reasons,
  },
  'ba-muc': {
    name: { vi: 'Ba mức', en: 'Three levels' },
    source: {
      vi: 'Ba mức như màn hình chạm ở một số nơi; ghi thành mức 2, 3, 4. Chưa đối chiếu với văn bản.',
      en: 'Three levels as on some touch screens, kept as levels 2, 3, 4. Not verified against the legal text.',
    },
    levels: threeLevels,
    criteria: [],
    reasons,
  },
  hue: {
    name: { vi: 'Theo tiêu chí Cổng dịch vụ công Huế', en: 'After the criteria of the Huế portal' },
    source: {
      vi: 'Cổng Huế cho điểm 0–10 theo 12 tiêu chí; ở đây là 10 tiêu chí đã biết, hỏi theo năm mức. Chưa đối chiếu.',
      en: 'That portal scores 12 criteria from 0 to 10; these are the 10 known, on five levels. Not verified.',
    },
    levels: fiveLevels,
    criteria: [
      { id: 'thuan-tien', name: { vi: 'Sự thuận tiện', en: 'Convenience' } },
      { id: 'dung-hen', name: { vi: 'Trả kết quả đúng hẹn', en: 'Result on time' } },
      { id: 'thai-do', name: { vi: 'Thái độ phục vụ', en: 'Attitude' } },
      { id: 'thoi-gian', name: { vi: 'Thời gian giải quyết so với quy định', en: 'Time taken against the rule' } },
      { id: 'so-lan', name: { vi: 'Số lần phải đến bổ sung hồ sơ', en: 'Number of visits needed' } },
      { id: 'so-co-quan', name: { vi: 'Số cơ quan phải liên hệ', en: 'Number of offices to contact' } },
      { id: 'mot-cua', name: { vi: 'Nhận và trả tại Bộ phận Một cửa', en: 'Taken and given at the one-stop counter' } },
      { id: 'cong-khai', name: { vi: 'Công khai thủ tục', en: 'Procedures made public' } },
      { id: 'tiep-thu', name: { vi: 'Tiếp thu, giải trình phản ánh', en: 'Response to complaints' } },
      { id: 'truc-tuyen', name: { vi: 'Dịch vụ công trực tuyến', en: 'Online service' } },
    ],
    reasons,
  },
  'tt01-2018': {
    name: { vi: 'Chín chỉ số theo Thông tư 01/2018', en: 'Nine indicators after Circular 01/2018' },
    source: {
      vi: 'Ghi theo hiểu biết chung về NĐ 61/2018, TT 01/2018/TT-VPCP; CHƯA đối chiếu văn bản, có thể đã bị thay thế.',
      en: 'From general knowledge of Decree 61/2018 and Circular 01/2018; NOT verified, possibly replaced.',
    },
    levels: fiveLevels,
    criteria: [
      { id: 'thoi-gian', name: { vi: 'Thời gian giải quyết so với quy định', en: 'Time taken against the rule' } },
      {
        id: 'tung-buoc',
        name: { vi: 'Thời gian từng bước so với quy định', en: 'Time of each step against the rule' },
      },
      { id: 'so-lan', name: { vi: 'Số lần liên hệ để hoàn thiện hồ sơ', en: 'Visits needed to complete the file' } },
      { id: 'so-co-quan', name: { vi: 'Số cơ quan phải liên hệ', en: 'Number of offices to contact' } },
      { id: 'mot-cua', name: { vi: 'Nhận và trả tại Bộ phận Một cửa', en: 'Taken and given at the one-stop counter' } },
      { id: 'cong-khai', name: { vi: 'Công khai thủ tục', en: 'Procedures made public' } },
      { id: 'thai-do', name: { vi: 'Thái độ của cán bộ', en: 'Attitude of staff' } },
      { id: 'tiep-thu', name: { vi: 'Tiếp thu, giải trình phản ánh', en: 'Response to complaints' } },
      { id: 'truc-tuyen', name: { vi: 'Tiến độ, chất lượng dịch vụ trực tuyến', en: 'Online service' } },
    ],
    reasons,
  },
} as const satisfies Record<string, RatingTemplate>;

export type RatingTemplateId = keyof typeof ratingTemplates;
export const ratingTemplateIds = Object.keys(ratingTemplates) as RatingTemplateId[];
