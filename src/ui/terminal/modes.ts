/**
 * Takes the screen: alternate buffer (cleared by entering it), no automatic wrap (a glyph drawn wider than we
 * think must not push a row onto the next), cursor hidden, pastes bracketed, the terminal's own style.
 */
export const enterScreen = '\u001B[?1049h\u001B[?7l\u001B[?25l\u001B[?2004h\u001B[m';

/** Gives everything of {@link enterScreen} back, and ends a synchronized update that was cut short. */
export const leaveScreen = '\u001B[?2026l\u001B[m\u001B[?2004l\u001B[?25h\u001B[?7h\u001B[?1049l';

/** Asks where the cursor is. The answer says that everything written before the question has been shown. */
export const cursorQuery = '\u001B[6n';
