/** Something doctor looked at. */
export type Finding = {
  /** Model, pointer, file or operation it is about. */
  readonly subject: string;
  /** `repaired`: it is in order now. `needs-decision`: somebody must choose. `damaged`: it cannot be repaired here. `note`: good to know. */
  readonly state: 'repaired' | 'repairable' | 'needs-decision' | 'damaged' | 'note';
  readonly message: string;
  /** What to do next; empty when nothing is. */
  readonly hint: string;
};
