// Reads what BlazeFace says (MediaPipe "face detection full back model", made for 256 × 256, fit for any multiple of 32). Source: Bazarevsky et al. 2019,
// arXiv:1907.05047; anchor layout as in MediaPipe's face_detection_back graph: strides 16 (2 anchors) and 32 (6 anchors).
import type { Box, Point } from '../face.ts';
import { overlap } from './overlap.ts';

/** One finding in pixels of the square input. */
export interface Finding {
  readonly box: Box;
  /** 0 to 1. */
  readonly score: number;
  /** Eyes as seen in the image, nose and mouth: enough to turn the crop upright. */
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly nose: Point;
  readonly mouth: Point;
}

/** Raw outputs: logits [1, n, 1] and offsets [1, n, 16] of both strides. */
export interface BlazeFaceOutput {
  readonly scores16: Float32Array;
  readonly boxes16: Float32Array;
  readonly scores8: Float32Array;
  readonly boxes8: Float32Array;
}

interface Grid {
  readonly sidePx: number;
  readonly cells: number;
  readonly anchorsPerCell: number;
  readonly scores: Float32Array;
  readonly boxes: Float32Array;
}

const valuesPerAnchor = 16;

const readGrid = ({ sidePx, cells, anchorsPerCell, scores, boxes }: Grid, scoreMin: number): Finding[] => {
  const found: Finding[] = [];
  const logitMin = Math.log(scoreMin / (1 - scoreMin));
  for (let anchor = 0; anchor < scores.length; anchor += 1) {
    const logit = scores[anchor] as number;
    if (!(logit >= logitMin)) continue;
    const cell = Math.floor(anchor / anchorsPerCell);
    const centreX = (((cell % cells) + 0.5) * sidePx) / cells;
    const centreY = ((Math.floor(cell / cells) + 0.5) * sidePx) / cells;
    const value = (at: number): number => boxes[anchor * valuesPerAnchor + at] as number;
    const point = (at: number): Point => ({ xPx: centreX + value(at), yPx: centreY + value(at + 1) });
    const middle = point(0);
    found.push({
      box: {
        leftPx: middle.xPx - value(2) / 2,
        topPx: middle.yPx - value(3) / 2,
        widthPx: value(2),
        heightPx: value(3),
      },
      score: 1 / (1 + Math.exp(-logit)),
      leftEye: point(4),
      rightEye: point(6),
      nose: point(8),
      mouth: point(10),
    });
  }
  return found;
};

const blend = (group: readonly Finding[], read: (finding: Finding) => number): number => {
  const weight = group.reduce((sum, { score }) => sum + score, 0);
  return group.reduce((sum, finding) => sum + finding.score * read(finding), 0) / weight;
};

const blendPoint = (group: readonly Finding[], read: (finding: Finding) => Point): Point => ({
  xPx: blend(group, (finding) => read(finding).xPx),
  yPx: blend(group, (finding) => read(finding).yPx),
});

/**
 * Faces in one picture, surest first. Findings that overlap by more than 0.3 are one face, blended by their scores
 * (BlazeFace, section 4: less jitter than dropping all but the best).
 */
export const readBlazeFace = (
  output: BlazeFaceOutput,
  { sidePx, scoreMin }: { sidePx: number; scoreMin: number },
): Finding[] => {
  let left = [
    ...readGrid(
      { sidePx, cells: sidePx / 16, anchorsPerCell: 2, scores: output.scores16, boxes: output.boxes16 },
      scoreMin,
    ),
    ...readGrid(
      { sidePx, cells: sidePx / 32, anchorsPerCell: 6, scores: output.scores8, boxes: output.boxes8 },
      scoreMin,
    ),
  ].toSorted((one, other) => other.score - one.score);
  const faces: Finding[] = [];
  for (let best = left[0]; best !== undefined; best = left[0]) {
    const { box, score } = best;
    const group = left.filter((other) => overlap(box, other.box) > 0.3);
    left = left.filter((other) => other !== best && overlap(box, other.box) <= 0.3);
    if (group.length === 0) continue;
    faces.push({
      box: {
        leftPx: blend(group, (finding) => finding.box.leftPx),
        topPx: blend(group, (finding) => finding.box.topPx),
        widthPx: blend(group, (finding) => finding.box.widthPx),
        heightPx: blend(group, (finding) => finding.box.heightPx),
      },
      score,
      leftEye: blendPoint(group, ({ leftEye }) => leftEye),
      rightEye: blendPoint(group, ({ rightEye }) => rightEye),
      nose: blendPoint(group, ({ nose }) => nose),
      mouth: blendPoint(group, ({ mouth }) => mouth),
    });
  }
  return faces;
};
