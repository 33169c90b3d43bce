// Where the caret of a text gets to by a step; for texts that are only read and leave the keys to what holds them.
import QtQuick

QtObject {
    function wordEnd(text: string, from: int, direction: int): int {
        const blank = at => /\s/.test(text.charAt(at));
        let at = from + (direction < 0 ? -1 : 0);
        while (at >= 0 && at < text.length && blank(at))
            at += direction;
        while (at >= 0 && at < text.length && !blank(at))
            at += direction;
        return Math.max(0, Math.min(text.length, at + (direction < 0 ? 1 : 0)));
    }

    // By letters, words or lines from where the caret is; -1: there is no further way.
    function target(edit: TextEdit, letters: int, words: int, lines: int): int {
        let at = edit.cursorPosition;
        if (lines !== 0) {
            const here = edit.positionToRectangle(at);
            at = edit.positionAt(here.x, here.y + here.height / 2 + lines * here.height);
            if (edit.positionToRectangle(at).y === here.y)
                return -1;
        }
        for (let i = 0; i < Math.abs(words); ++i)
            at = wordEnd(edit.text, at, Math.sign(words));
        at += letters;
        return at < 0 || at > edit.length || at === edit.cursorPosition ? -1 : at;
    }
}
