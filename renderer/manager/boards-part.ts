import type { BoardsDesk } from '../../contract/rpc.ts';
import type { Send } from './use-said.ts';

/** What each part of the boards' page works with. */
export interface BoardsPartProps {
  readonly desk: BoardsDesk;
  readonly change: Send;
}
