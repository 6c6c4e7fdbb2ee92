/** The size of the terminal in character cells. */
export type TerminalSize = { readonly columns: number; readonly rows: number };
