import type { BoardsDesk } from '../../contract/rpc.ts';
import type { Answers } from './use-answers.ts';

/** What each part of the boards' page works with. */
export interface BoardsPartProps {
  readonly desk: BoardsDesk;
  readonly change: Answers<BoardsDesk>['change'];
}
